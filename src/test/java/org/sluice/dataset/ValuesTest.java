package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PS3.5 6.2, VR by VR. */
class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "US, 65535, ffff, ffff",
        "SS, -2, feff, fffe",
        "UL, 4294967295, ffffffff, ffffffff",
        "SL, -3, fdffffff, fffffffd",
        "UV, 18446744073709551615, ffffffffffffffff, ffffffffffffffff",
        "SV, -4, fcffffffffffffff, fffffffffffffffc",
        "FL, 1.5, 0000c03f, 3fc00000",
        "FD, -0.1, 9a9999999999b9bf, bfb999999999999a",
        "AT, '(0018,1063)', 18006310, 00181063",
        "AT, FrameTime, 18006310, 00181063",
        "US, ' +7 ', 0700, 0007"
    })
    void numbersAreWrittenInEitherOrder(String vr, String text, String little, String big) throws DataSetException {
        assertThat(encoded(vr, text, ByteOrder.LITTLE_ENDIAN)).isEqualTo(little);
        assertThat(encoded(vr, text, ByteOrder.BIG_ENDIAN)).isEqualTo(big);
    }

    @ParameterizedTest
    @CsvSource({
        "US, 65536",
        "US, -1",
        "US, 1.5",
        "US, 0x10",
        "US, ''",
        "SS, 32768",
        "SS, -32769",
        "UL, 4294967296",
        "SL, 2147483648",
        "UV, 18446744073709551616",
        "UV, -1",
        "SV, 9223372036854775808",
        "FL, 1e39",
        "FD, 1e309",
        "FD, abc",
        "AT, 12",
        "AT, NoSuchKeyword",
        "IS, 1.5",
        "IS, 2147483648",
        "IS, abc",
        "DS, 1.5mm",
        "DS, 1e",
        "UI, 1..2",
        "UI, 01.2",
        "UI, 1.2.",
        "UI, abc",
        "SQ, x"
    })
    void whatDoesNotFitTheVrIsRefusedWithoutQuotingIt(String vr, String text) {
        assertThatThrownBy(() -> encoded(vr, text, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("VR " + vr);
    }

    @ParameterizedTest
    @CsvSource({"IS, -2147483648", "IS, ' 42'", "IS, ''", "DS, -1.5E+3", "DS, .5", "DS, ''", "UI, 1.2.840.0.1", "UI, ''"
    })
    void goodSyntaxIsWrittenAsItStands(String vr, String text) throws DataSetException {
        assertThat(encoded(vr, text, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void severalValuesAreJoined() throws DataSetException {
        assertThat(Values.encode(Vr.CS, List.of("A", "B"), ByteOrder.LITTLE_ENDIAN, CharacterSet.DEFAULT))
                .isEqualTo(new byte[] {'A', '\\', 'B'});
        assertThat(Values.encode(Vr.US, List.of("1", "2"), ByteOrder.BIG_ENDIAN, CharacterSet.DEFAULT))
                .isEqualTo(new byte[] {0, 1, 0, 2});
        assertThat(Values.encode(Vr.OB, List.of("Ä"), ByteOrder.BIG_ENDIAN, CharacterSet.DEFAULT))
                .isEqualTo(new byte[] {(byte) 0xC3, (byte) 0x84});
    }

    @Test
    void textIsDividedAndTrimmedAsItsVrAsks() {
        assertThat(Values.split(Vr.CS, "ORIGINAL\\ PRIMARY \\")).containsExactly("ORIGINAL", "PRIMARY", "");
        assertThat(Values.split(Vr.LT, " a\\b ")).containsExactly(" a\\b");
        assertThat(Values.split(Vr.UI, "1.2\0")).containsExactly("1.2");
        assertThat(Values.split(Vr.LO, "  ")).isEmpty();
        assertThat(Values.split(Vr.UC, " a\\ b")).containsExactly(" a", " b");
    }

    @Test
    void whatIsWrittenIsReadBack() throws DataSetException {
        for (boolean bigEndian : new boolean[] {false, true}) {
            ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            byte[] shorts = Values.encode(Vr.SS, List.of("5", "-7"), order, CharacterSet.DEFAULT);
            assertThat(Values.integer(shorts, 0, 1, Vr.SS, bigEndian)).isEqualTo(-7);
            byte[] floats = Values.encode(Vr.FL, List.of("0.1"), order, CharacterSet.DEFAULT);
            assertThat(Values.real(floats, 0, 0, Vr.FL, bigEndian)).isEqualTo((double) 0.1f);
            byte[] unsigned = Values.encode(Vr.UV, List.of("18446744073709551615"), order, CharacterSet.DEFAULT);
            assertThat(Values.real(unsigned, 0, 0, Vr.UV, bigEndian)).isEqualTo(0x1p64);
        }
    }

    @Test
    void everyVrHasAKindASizeAndAForm() {
        assertThat(Vr.values()).hasSize(34);
        List<Vr> shortForm = List.of(
                Vr.AE, Vr.AS, Vr.AT, Vr.CS, Vr.DA, Vr.DS, Vr.DT, Vr.FL, Vr.FD, Vr.IS, Vr.LO, Vr.LT, Vr.PN, Vr.SH, Vr.SL,
                Vr.SS, Vr.ST, Vr.TM, Vr.UI, Vr.UL, Vr.US);
        assertThat(Arrays.stream(Vr.values()).filter(vr -> !vr.longLength()))
                .containsExactlyInAnyOrderElementsOf(shortForm);
        for (Vr vr : Vr.values()) {
            assertThat(Vr.of((byte) vr.name().charAt(0), (byte) vr.name().charAt(1)))
                    .isEqualTo(vr);
            assertThat(vr.padding()).isEqualTo((byte) (vr.isText() && vr != Vr.UI ? ' ' : 0));
        }
        assertThat(Vr.of((byte) 'Z', (byte) 'Z')).isNull();
        assertThat(Vr.of((byte) 0, (byte) -1)).isNull();
    }

    private static String encoded(String vr, String text, ByteOrder order) throws DataSetException {
        byte[] bytes = Values.encode(Vr.valueOf(vr), List.of(text), order, CharacterSet.DEFAULT);
        return HexFormat.of().formatHex(bytes);
    }
}
