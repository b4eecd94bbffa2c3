package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.store.CommitmentRequest.Question;

/** A request that was taken is there after every restart and every fault, as it was last kept. */
class CommitmentRequestsTest {

    private static final List<InstanceReference> TWO =
            List.of(new InstanceReference("1.2", "1.3"), new InstanceReference("1.2", "1.4"));

    private final Path directory;

    CommitmentRequestsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static CommitmentRequest request(String uid) {
        return new CommitmentRequest(
                uid, "CT \"1\"", "SLUICE", Instant.parse("2026-11-22T10:00:00.5Z"), true, TWO, List.of());
    }

    private static CommitmentRequest asked(CommitmentRequest request) {
        Question open = new Question("archive", "2.25.1", TWO, false, Map.of());
        Question answered = new Question("other", "2.25.2", TWO, false, Map.of()).answered(Map.of("1.4", 0x0213));
        return request.withQuestions(List.of(open, answered));
    }

    @Test
    void whatWasKeptIsReadBackInItsOrder() throws IOException {
        CommitmentRequests requests = CommitmentRequests.open(directory);
        long first = requests.add(request("1.1"));
        long second = requests.add(request("1.2"));
        long third = requests.add(request("1.3"));
        requests.replace(first, asked(request("1.1")));
        requests.remove(second);
        Files.writeString(directory.resolve("0000000000000009.part"), "{");
        Files.writeString(directory.resolve("0000000000000004.json"), "{ \"transactionUid\" : ");

        CommitmentRequests again = CommitmentRequests.open(directory);
        assertThat(again.atOpen())
                .containsExactly(Map.entry(first, asked(request("1.1"))), Map.entry(third, request("1.3")));
        assertThat(again.add(request("1.5"))).isEqualTo(5);
        assertThat(directory.resolve("0000000000000009.part")).doesNotExist();
        assertThat(directory.resolve("0000000000000004.json")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasTakenIsThereWhateverGoesWrong(BrokenDisk.Fault fault) throws Exception {
        for (int operation = 0; operation < 100; operation++) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            Path place = broken.root().resolve("requests");
            List<String> taken = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            work(broken.disk(), place, taken, changed);
            broken.powerFailsIfItDoes();
            Map<Long, CommitmentRequest> found = CommitmentRequests.open(place).atOpen();
            assertThat(found.values().stream().map(CommitmentRequest::transactionUid))
                    .as("operation %d of %s", operation, fault)
                    .containsAll(taken);
            assertThat(found.values())
                    .filteredOn(one -> changed.contains(one.transactionUid()))
                    .allMatch(one -> one.questions().size() == 2);
            if (!broken.disk().hasFailed()) {
                return;
            }
        }
        fail("the work needs more operations than expected");
    }

    private static void work(Disk disk, Path place, List<String> taken, List<String> changed) {
        try {
            CommitmentRequests requests = CommitmentRequests.open(disk, place);
            for (String uid : List.of("1.1", "1.2")) {
                try {
                    long number = requests.add(request(uid));
                    taken.add(uid);
                    requests.replace(number, asked(request(uid)));
                    changed.add(uid);
                } catch (IOException e) {
                    // the caller is told so
                }
            }
        } catch (IOException e) {
            // the gateway would not have started
        }
    }
}
