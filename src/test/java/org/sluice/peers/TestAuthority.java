package org.sluice.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A certification authority of a test: makes RSA keys and X.509 certificates (RFC 5280 4.1) as PEM files. Its certificates
 * are written byte by byte here, so that no test depends on a tool or a library for them.
 */
public final class TestAuthority {
    private static final int SEQUENCE = 0x30;
    private static final String SHA256_WITH_RSA = "06092a864886f70d01010b0500";
    private static final String COMMON_NAME = "0603550403";
    private static final String BASIC_CONSTRAINTS = "0603551d13";
    private static final String ALTERNATIVE_NAMES = "0603551d11";
    private static final String TRUE = "0101ff";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final KeyPair LEAF_KEY = newKey();

    private static long serial = 1;

    private final String name;
    private final KeyPair key = newKey();
    private final Path folder;
    private final Path certificate;

    /** The PEM files of one certificate. */
    public record Issued(Path key, Path certificate) {}

    /** An authority that puts its files, and those that it makes, into the folder. */
    public TestAuthority(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        byte[] own = signed(
                name,
                key.getPublic().getEncoded(),
                Instant.now().minus(Duration.ofDays(3000)),
                inDays(3000),
                authority());
        this.certificate = write(name + ".pem", pem("CERTIFICATE", own));
    }

    /** Its own certificate, to be trusted. */
    public Path certificate() {
        return certificate;
    }

    /** A certificate that is valid for a month. */
    public Issued issue(String subject, String... hosts) {
        return issue(subject, inDays(-1), inDays(30), hosts);
    }

    /** A certificate for the host names and addresses; without any, none but the common name. */
    public Issued issue(String subject, Instant from, Instant until, String... hosts) {
        List<byte[]> extensions = hosts.length == 0 ? List.of() : List.of(alternativeNames(hosts));
        byte[] leaf = signed(subject, LEAF_KEY.getPublic().getEncoded(), from, until, extensions);
        return new Issued(
                write(subject + ".key", pem("PRIVATE KEY", LEAF_KEY.getPrivate().getEncoded())),
                write(subject + ".pem", pem("CERTIFICATE", leaf)));
    }

    /** So many days from now. */
    public static Instant inDays(long days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has RSA", e);
        }
    }

    private byte[] signed(String subject, byte[] publicKey, Instant from, Instant until, List<byte[]> extensions) {
        List<byte[]> fields = new ArrayList<>();
        fields.add(der(0xA0, hex("020102"))); // version 3
        fields.add(der(0x02, BigInteger.valueOf(nextSerial()).toByteArray()));
        fields.add(der(SEQUENCE, hex(SHA256_WITH_RSA)));
        fields.add(distinguishedName(name));
        fields.add(der(SEQUENCE, time(from), time(until)));
        fields.add(distinguishedName(subject));
        fields.add(publicKey);
        if (!extensions.isEmpty()) {
            fields.add(der(0xA3, der(SEQUENCE, extensions.toArray(new byte[0][]))));
        }
        byte[] toBeSigned = der(SEQUENCE, fields.toArray(new byte[0][]));
        byte[] signature = join(new byte[1], sign(key.getPrivate(), toBeSigned));
        return der(SEQUENCE, toBeSigned, der(SEQUENCE, hex(SHA256_WITH_RSA)), der(0x03, signature));
    }

    private static synchronized long nextSerial() {
        return serial++;
    }

    private static byte[] sign(PrivateKey key, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] distinguishedName(String commonName) {
        byte[] text = der(0x0C, commonName.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(0x31, der(SEQUENCE, hex(COMMON_NAME), text)));
    }

    private static byte[] time(Instant instant) {
        return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<byte[]> authority() {
        return List.of(der(SEQUENCE, hex(BASIC_CONSTRAINTS), hex(TRUE), der(0x04, der(SEQUENCE, hex(TRUE)))));
    }

    private static byte[] alternativeNames(String... hosts) {
        byte[][] names = new byte[hosts.length][];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = hosts[i].matches("[0-9.]+")
                    ? der(0x87, address(hosts[i]))
                    : der(0x82, hosts[i].getBytes(StandardCharsets.US_ASCII));
        }
        return der(SEQUENCE, hex(ALTERNATIVE_NAMES), der(0x04, der(SEQUENCE, names)));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tag, length, and the parts as value. */
    private static byte[] der(int tag, byte[]... parts) {
        byte[] value = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length < 0x80) {
            out.write(value.length);
        } else {
            byte[] length = BigInteger.valueOf(value.length).toByteArray();
            int skipped = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skipped));
            out.write(length, skipped, length.length - skipped);
        }
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(file.replace(' ', '-')), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
