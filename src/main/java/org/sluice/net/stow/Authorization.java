package org.sluice.net.stow;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.Secret;

/** Who we are to a server. Secrets are read anew for each request, and never shown. */
public sealed interface Authorization {
    /** We say nothing; a certificate of ours may. */
    Authorization NONE = new None();

    /**
     * The value of the header field Authorization; empty for none.
     *
     * @throws KeyFileException the secret cannot be read, or does not fit into the field
     */
    Optional<String> header() throws KeyFileException;

    /** Nobody. */
    record None() implements Authorization {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /**
     * RFC 7617, in UTF-8.
     *
     * @param user without a colon, which ends it
     */
    record Basic(String user, Secret password) implements Authorization {
        @Override
        public Optional<String> header() throws KeyFileException {
            String both = user + ":" + CharBuffer.wrap(password.read());
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** RFC 6750. */
    record Bearer(Secret token) implements Authorization {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

        @Override
        public Optional<String> header() throws KeyFileException {
            String text = CharBuffer.wrap(token.read()).toString().strip();
            if (!FORM.matcher(text).matches()) {
                throw new KeyFileException(
                        "the bearer token has characters that no token has, or there is none (RFC 6750 2.1)");
            }
            return Optional.of("Bearer " + text);
        }
    }
}
