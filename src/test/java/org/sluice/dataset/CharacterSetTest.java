package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of PS3.5 annexes H, I, J and K, and the rules of 6.1. */
class CharacterSetTest {
    /** H.3.1: Japanese in three component groups, first without and then with JIS X 0201. */
    @Test
    void japaneseNamesAreThoseOfTheStandard() throws DataSetException {
        check(
                "\\ISO 2022 IR 87",
                "Yamada^Tarou=山田^太郎=やまだ^たろう",
                "Yamada^Tarou=\u001B$B;3ED\u001B(B^\u001B$BB@O:\u001B(B=\u001B$B$d$^$@\u001B(B^\u001B$B$?$m$&\u001B(B");
        byte[] katakana = bytes(new String(HexFormat.of().parseHex("d4cfc0de5ec0dbb3"), StandardCharsets.ISO_8859_1)
                + "=\u001B$B;3ED\u001B(J^\u001B$BB@O:\u001B(J=\u001B$B$d$^$@\u001B(J^\u001B$B$?$m$&\u001B(J");
        CharacterSet withKatakana = CharacterSet.of("ISO 2022 IR 13\\ISO 2022 IR 87");
        String name = "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう";
        assertThat(withKatakana.decode(katakana, 0, katakana.length, Vr.PN)).isEqualTo(name);
        assertThat(withKatakana.encode(name, Vr.PN)).isEqualTo(katakana);
    }

    /** I.2: Korean; the escape sequence returns behind each delimiter. */
    @Test
    void koreanNamesAreThoseOfTheStandard() throws DataSetException {
        check(
                "\\ISO 2022 IR 149",
                "Hong^Gildong=洪^吉洞=홍^길동",
                "Hong^Gildong=\u001B$)C\u00FB\u00F3^\u001B$)C\u00D1\u00CE\u00D4\u00D7="
                        + "\u001B$)C\u00C8\u00AB^\u001B$)C\u00B1\u00E6\u00B5\u00BF");
    }

    /** K.2: Chinese with code extensions. */
    @Test
    void chineseNamesWithCodeExtensionsAreThoseOfTheStandard() throws DataSetException {
        check(
                "\\ISO 2022 IR 58",
                "Zhang^XiaoDong=张^小东=",
                "Zhang^XiaoDong=\u001B$)A\u00D5\u00C5^\u001B$)A\u00D0\u00A1\u00B6\u00AB=");
    }

    /** J.1 to J.4: the sets without code extensions. */
    @ParameterizedTest
    @CsvSource({
        "ISO_IR 192, 王^小东, e78e8b5ee5b08fe4b89c",
        "GB18030, 王^小东, cdf55ed0a1b6ab",
        "GBK, 王^小东, cdf55ed0a1b6ab",
        "ISO_IR 100, Buc^Jérôme, 4275635e4ae972f46d65",
        "ISO_IR 101, Wałęsa, 5761b3ea7361",
        "ISO_IR 109, Ĉapelo, c66170656c6f",
        "ISO_IR 110, Ķemeri, d3656d657269",
        "ISO_IR 144, Люкceмбypг, bbeeda6365dcd17970d3",
        "ISO_IR 127, قباني, e2c8c7e6ea",
        "ISO_IR 126, Διονυσιος, c4e9efedf5f3e9eff2",
        "ISO_IR 138, שרון, f9f8e5ef",
        "ISO_IR 148, Çavuşoğlu, c7617675fe6f F06C75",
        "ISO_IR 166, นามสกุล, b9d2c1cabad8c5",
        "ISO_IR 203, Œuvre, bc75767265",
        "ISO_IR 13, ﾔﾏﾀﾞ, d4cfc0de"
    })
    void singleSetsEncodeAndDecode(String terms, String text, String hex) throws DataSetException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (terms.equals("ISO_IR 166")) {
            bytes = CharacterSet.of(terms).encode(text, Vr.PN);
            assertThat(bytes).hasSize(text.length());
        }
        assertThat(CharacterSet.of(terms).encode(text, Vr.PN)).isEqualTo(bytes);
        assertThat(CharacterSet.of(terms).decode(bytes, 0, bytes.length, Vr.PN)).isEqualTo(text);
    }

    @Test
    void twoSetsOfTheUpperHalfChangeByEscapeAndReturnAtDelimiters() throws DataSetException {
        check("ISO 2022 IR 100\\ISO 2022 IR 144", "é^Люк", "\u00E9^\u001B-L\u00BB\u00EE\u00DA\u001B-A");
        byte[] reset = bytes("\u001B-L\u00BB^\u00E9");
        assertThat(CharacterSet.of("ISO 2022 IR 100\\ISO 2022 IR 144").decode(reset, 0, reset.length, Vr.PN))
                .isEqualTo("Л^é");
    }

    @Test
    void lineEndsAndBackslashesReturnToTheFirstSetButNamesDelimitersOnlyInNames() {
        byte[] text = bytes("\u001B-L\u00BB^\u00BB\r\n\u00E9\\");
        CharacterSet set = CharacterSet.of("ISO 2022 IR 100\\ISO 2022 IR 144");
        assertThat(set.decode(text, 0, text.length, Vr.LT)).isEqualTo("Л^Л\r\né\\");
    }

    @Test
    void whatCannotBeExpressedIsAnErrorThatDoesNotQuoteIt() {
        for (String terms : List.of("", "ISO_IR 100", "ISO_IR 144", "\\ISO 2022 IR 87", "GBK", "ISO_IR 13")) {
            assertThatThrownBy(() -> CharacterSet.of(terms).encode("Geheim\uD83D\uDE00", Vr.LO))
                    .as(terms)
                    .isInstanceOf(DataSetException.class)
                    .hasMessageNotContaining("Geheim")
                    .hasMessageContaining("lacks");
        }
        assertThatThrownBy(() -> CharacterSet.UTF_8.encode("Ä", Vr.CS)).isInstanceOf(DataSetException.class);
    }

    @Test
    void withoutExtensionsNoEscapeIsWritten() {
        assertThatThrownBy(() -> CharacterSet.of("ISO_IR 100").encode("Л", Vr.LO))
                .isInstanceOf(DataSetException.class);
    }

    @Test
    void undeclaredBytesReadAsLatin1AndUnknownTermsAreReported() {
        byte[] bytes = {(byte) 0xC4};
        assertThat(CharacterSet.DEFAULT.decode(bytes, 0, 1, Vr.PN)).isEqualTo("Ä");
        assertThat(CharacterSet.of("ISO_IR 999").unknownTerm()).contains("ISO_IR 999");
        assertThat(CharacterSet.of("ISO IR 100").unknownTerm()).isEmpty();
        assertThat(CharacterSet.of("ISO-IR 100 ").decode(bytes, 0, 1, Vr.PN)).isEqualTo("Ä");
    }

    private static void check(String terms, String text, String latin) throws DataSetException {
        CharacterSet set = CharacterSet.of(terms);
        byte[] bytes = bytes(latin);
        assertThat(set.decode(bytes, 0, bytes.length, Vr.PN)).isEqualTo(text);
        assertThat(new String(set.encode(text, Vr.PN), StandardCharsets.ISO_8859_1))
                .isEqualTo(latin);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** It may be any text of the instance, line ends included. */
    @Test
    void aTermThatIsNotDefinedIsNotQuoted() {
        for (String declared : List.of("DOE^JANE\n2026 ERROR forged", "\\DOE^JANE", "ISO_IR 100\\DOE^JANE")) {
            assertThatThrownBy(() -> CharacterSet.of(declared).encode("\u5c71", Vr.PN))
                    .isInstanceOf(DataSetException.class)
                    .hasMessage("expected characters of a Specific Character Set that PS3.3 does not define, found one"
                            + " that it lacks");
        }
        assertThatThrownBy(() -> CharacterSet.of("ISO_IR 100").encode("\u5c71", Vr.PN))
                .hasMessageContaining("expected characters of ISO_IR 100, found");
    }
}
