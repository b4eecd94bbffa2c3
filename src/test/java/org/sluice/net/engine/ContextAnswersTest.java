package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserInformation;

/** How proposed contexts are answered when a policy would accept whatever it is asked about: PS3.8 Table 9-18. */
class ContextAnswersTest {
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String JPEG = "1.2.840.10008.1.2.4.50";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "storage, 1.2.840.10008.5.1.4.1.1.2, 0",
        "a private class, 1.2.3.4, 0",
        "Verification in a syntax it has not, 1.2.840.10008.1.1, 4",
        "query, 1.2.840.10008.5.1.4.1.2.2.1, 3",
        "storage commitment, 1.2.840.10008.1.20.1, 3",
        "registered below storage but another service, 1.2.840.10008.5.1.4.1.1.201.2, 3",
        "no abstract syntax, '', 3",
    })
    void aPolicyIsAskedAboutStorageOnly(String what, String abstractSyntax, int result) {
        AssociateRq rq = new AssociateRq(
                1,
                "SLUICE",
                "MODALITY",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(new PresentationContextRq(1, abstractSyntax, List.of(JPEG))),
                UserInformation.NONE,
                List.of());
        var everything = new AssociationPolicy.Accept(
                proposed ->
                        ContextChoice.Answer.accept(proposed.transferSyntaxes().get(0)),
                Optional.empty());

        assertThat(Acceptor.answers(rq, everything))
                .containsExactly(new PresentationContextAc(1, result, result == 0 ? JPEG : IMPLICIT));
    }
}
