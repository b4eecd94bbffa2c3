package org.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationException.Kind;
import org.sluice.net.Rejection;
import org.sluice.net.Status;

class FailureClassTest {

    @Test
    void theTableInTheDocumentIsTheOneInTheSource() throws IOException {
        List<String> printed = Files.readAllLines(Path.of("docs/delivery.md")).stream()
                .dropWhile(line -> !line.startsWith("| Class |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        List<String> rows = Arrays.stream(FailureClass.values())
                .map(one -> "| `%s` | %s | `%s` | `%s` | `%s` |"
                        .formatted(
                                one.label(),
                                one.happened(),
                                FailureClass.label(one.fault()),
                                FailureClass.label(one.again()),
                                FailureClass.label(one.held())))
                .toList();
        assertThat(printed).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({
        "A700, OUT_OF_RESOURCES",
        "A7FF, OUT_OF_RESOURCES",
        "A900, DATA_SET_MISMATCH",
        "A9FF, DATA_SET_MISMATCH",
        "A800, REFUSED",
        "C000, CANNOT_UNDERSTAND",
        "CFFF, CANNOT_UNDERSTAND",
        "0110, PROCESSING_FAILURE",
        "0213, PROCESSING_FAILURE",
        "0111, DUPLICATE",
        "0124, NOT_AUTHORIZED",
        "0117, REFUSED",
        "0122, REFUSED",
        "0210, REFUSED",
        "FE00, REFUSED"
    })
    void aStatusOfCStoreHasItsClass(String status, FailureClass expected) {
        assertThat(FailureClass.ofStatus(Integer.parseInt(status, 16))).isEqualTo(expected);
    }

    @Test
    void everyStatusThatIsAFailureHasAClassThatAStatusCanHave() {
        List<FailureClass> unanswered = List.of(
                FailureClass.CANNOT_CONNECT,
                FailureClass.REJECTED_TRANSIENT,
                FailureClass.REJECTED_PERMANENT,
                FailureClass.ABORTED,
                FailureClass.NO_ANSWER);
        IntStream.rangeClosed(0, 0xFFFF)
                .filter(status -> !Status.isDone(status))
                .forEach(status -> assertThat(FailureClass.ofStatus(status)).isNotIn(unanswered));
    }

    @ParameterizedTest
    @CsvSource({
        "302, REJECTED_PERMANENT",
        "404, REJECTED_PERMANENT",
        "400, CANNOT_UNDERSTAND",
        "409, CANNOT_UNDERSTAND",
        "401, NOT_AUTHORIZED",
        "403, NOT_AUTHORIZED",
        "415, CONTEXT_NOT_ACCEPTED",
        "429, REJECTED_TRANSIENT",
        "503, REJECTED_TRANSIENT",
        "507, OUT_OF_RESOURCES",
        "500, PROCESSING_FAILURE",
        "418, REFUSED"
    })
    void aStatusOfHttpHasItsClass(int status, FailureClass expected) {
        assertThat(FailureClass.ofHttp(status)).isEqualTo(expected);
    }

    @Test
    void whatKeepsAnAssociationFromBeingMadeIsTheDestinations() {
        assertThat(FailureClass.whenConnecting(rejected(Rejection.LOCAL_LIMIT_EXCEEDED)))
                .isEqualTo(FailureClass.REJECTED_TRANSIENT);
        assertThat(FailureClass.whenConnecting(rejected(Rejection.CALLED_AE_NOT_RECOGNIZED)))
                .isEqualTo(FailureClass.REJECTED_PERMANENT);
        for (Kind kind : List.of(Kind.CONNECTION, Kind.TLS, Kind.TIMED_OUT, Kind.ABORTED_BY_PEER)) {
            assertThat(FailureClass.whenConnecting(failure(kind, Optional.empty())))
                    .isEqualTo(FailureClass.CANNOT_CONNECT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ABORTED_BY_PEER, ABORTED",
        "CLOSED, ABORTED",
        "CONNECTION, CONNECTION_LOST",
        "TLS, CONNECTION_LOST",
        "TIMED_OUT, NO_ANSWER",
        "PROTOCOL_ERROR, WRONG_MESSAGE"
    })
    void whatEndsAnAssociationUnderWayIsToldByOthers(Kind kind, FailureClass expected) {
        assertThat(FailureClass.underWay(failure(kind, Optional.empty()))).isEqualTo(expected);
        assertThat(expected.fault()).isEqualTo(FailureClass.Fault.TOLD_BY_OTHERS);
    }

    private static AssociationException rejected(Rejection rejection) {
        return failure(Kind.REJECTED, Optional.of(rejection));
    }

    private static AssociationException failure(Kind kind, Optional<Rejection> rejection) {
        return new AssociationException(kind, "for a test", rejection, new IOException());
    }
}
