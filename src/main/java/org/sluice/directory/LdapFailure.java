package org.sluice.directory;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.AuthenticationException;
import javax.naming.AuthenticationNotSupportedException;
import javax.naming.InvalidNameException;
import javax.naming.LimitExceededException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoPermissionException;
import javax.naming.PartialResultException;
import javax.naming.ReferralException;
import javax.naming.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/** What the platform's LDAP client says, in words: its result codes (RFC 4511 A) come as kinds of exceptions. */
final class LdapFailure {
    private static final Pattern CODE = Pattern.compile("error code ([0-9]{1,3})");

    private LdapFailure() {}

    /**
     * A failure of a reading.
     *
     * @param connection on which it was, if there was one
     */
    static DirectoryException of(NamingException failure, DirectoryServer server, @Nullable LdapConnection connection) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DirectoryException explained) {
                return explained;
            }
        }
        Optional<String> fault = connection == null ? Optional.empty() : connection.fault();
        return new DirectoryException(
                server.url() + ": " + fault.orElseGet(() -> words(failure, server, connection)), failure);
    }

    private static String words(NamingException failure, DirectoryServer server, @Nullable LdapConnection connection) {
        String who = server.login().map(DirectoryServer.Login::name).orElse("somebody without a bind");
        if (failure instanceof AuthenticationException) {
            return "the bind as " + who + " is refused: bind or the password in bind-file is wrong";
        }
        if (failure instanceof AuthenticationNotSupportedException) {
            return "it does not let in " + who + (server.tls().isPresent() ? "" : " without TLS (ldaps)")
                    + code(failure);
        }
        if (failure instanceof NoPermissionException) {
            return who + " may not read below " + server.base();
        }
        if (failure instanceof NameNotFoundException) {
            return "there is no base " + server.base() + " that " + who + " may read";
        }
        if (failure instanceof InvalidNameException) {
            return "it does not take the name " + server.base() + code(failure);
        }
        if (failure instanceof LimitExceededException) {
            return "it does not give us all at once, by a limit of its own" + code(failure);
        }
        if (failure instanceof ReferralException || failure instanceof PartialResultException) {
            return "it refers to another server, which is not asked: base has to be on this one";
        }
        // Without a code it is not the server's word: its connection is closed.
        if (failure instanceof ServiceUnavailableException && !code(failure).isEmpty()) {
            return "it is busy, or goes down" + code(failure);
        }
        boolean silent = connection != null && connection.silence().compareTo(server.read()) >= 0;
        return silent
                ? LdapConnection.noAnswerWithin(server.read().toMillis())
                : "it broke off, or answered with an error" + code(failure);
    }

    private static String code(NamingException failure) {
        Matcher code = CODE.matcher(String.valueOf(failure.getExplanation()));
        return code.find() ? " (LDAP result code " + code.group(1) + ")" : "";
    }
}
