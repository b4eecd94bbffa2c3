package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Peers;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** dciodvfy's errors of an output count where the original does not have them. */
class DciodvfyTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);

    @Test
    void anErrorIsToldWithoutTheValueThatItQuotes() {
        String said =
                "SCImage\nError - Value invalid for this VR - (0x0010,0x0030) DA Patient's Birth Date DA [0] = <Doe>\nWarning - x\n";
        assertThat(Dciodvfy.errors(said.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(
                        "Error - Value invalid for this VR - (0x0010,0x0030) DA Patient's Birth Date DA [] = <>");
    }

    @Test
    void onlyNewErrorsAreFindings(@TempDir Path folder) throws Exception {
        Peers.require("dciodvfy");
        Dciodvfy judge = Dciodvfy.installed(Duration.ofMinutes(2)).orElseThrow();
        SamplePatient patient = SamplePatient.of(1, 1);
        Path original = Files.write(folder.resolve("a.dcm"), Transcoder.file(patient.instance(1), PLAIN));
        Path broken = Files.write(
                folder.resolve("b.dcm"),
                Transcoder.file(patient.instance(1).text(0x0010_0030, "DA", "Thornbury"), PLAIN));
        List<String> errors = new ArrayList<>();
        assertThat(judge.compare(original, original, errors::add)).isTrue();
        assertThat(errors).isEmpty();
        assertThat(judge.compare(original, broken, errors::add)).isTrue();
        assertThat(errors).isNotEmpty().allSatisfy(error -> assertThat(error).doesNotContain("Thornbury"));
    }

    @Test
    void withoutTimeLeftNothingIsLookedAt(@TempDir Path folder) throws Exception {
        Peers.require("dciodvfy");
        Dciodvfy judge = Dciodvfy.installed(Duration.ZERO).orElseThrow();
        Path file = Files.write(
                folder.resolve("a.dcm"), Transcoder.file(SamplePatient.of(1, 1).instance(1), PLAIN));
        assertThat(judge.compare(file, file, error -> {})).isFalse();
    }
}
