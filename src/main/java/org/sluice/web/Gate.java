package org.sluice.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.config.DeskRole;
import org.sluice.config.HttpConfig;
import org.sluice.config.OperatorConfig;
import org.sluice.gateway.desk.DeskOperator;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.gateway.desk.SignInRefusal;
import org.sluice.gateway.desk.Witness;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Who asks, and whether it is they who ask. Programs show name and passcode with each request (HTTP Basic, RFC 7617), people sign
 * in on the page, and somebody on the node's own host may need neither. Any thread.
 */
final class Gate {
    private static final Log LOG = Log.of(Gate.class);
    /** The host of a Host header, which has brackets around an IPv6 address and a port behind it. */
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:]+]|[^:\\[\\]]+)(:\\d+)?");

    private static final int LONGEST_PASSCODE = 1000;
    private static final int MOST_AT_ONCE = 6;

    private final DeskUsers users;
    private final Witness witness;
    private final DeskRole withoutLogin;
    private final boolean asked;
    private final boolean loopback;
    private final String cookie;
    private final String cookieKeys;
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final LoginLimit limit = new LoginLimit(System::nanoTime);
    private final Semaphore comparisons = new Semaphore(MOST_AT_ONCE);
    private final String csrfHere = sessions.secret();

    /** How somebody came. */
    enum Way {
        BASIC,
        SESSION,
        HERE
    }

    /**
     * Somebody who may ask for something.
     *
     * @param csrf what acts have to show, unless a program asks
     */
    record Caller(DeskOperator operator, Way way, String csrf) {}

    /** @param witness told of who signs in, and of who is not let in */
    Gate(HttpConfig http, DeskUsers users, Witness witness) {
        this.users = users;
        this.witness = witness;
        this.asked = http.withoutLogin().isPresent();
        this.withoutLogin = http.withoutLogin().orElse(DeskRole.VIEWER);
        this.loopback = http.isLoopback();
        boolean secure = http.tls().isPresent();
        this.cookie = secure ? "__Host-sluice" : "sluice-session";
        this.cookieKeys = "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** Whether there is anybody who can sign in, or who is let in without. */
    boolean isOpenable() {
        return loopback || !users.isEmpty();
    }

    /**
     * Whoever asks.
     *
     * @throws ApiProblem when nobody knows who it is
     */
    Caller require(Context context) throws ApiProblem {
        Optional<Caller> caller = find(context);
        if (caller.isPresent()) {
            return caller.get();
        }
        throw ApiProblem.unauthorized(
                isOpenable()
                        ? "sign in first"
                        : "nobody can sign in yet: run \"sluice user add NAME --role admin\" on the node's host, then"
                                + " \"sluice reload\"");
    }

    /** The same for an act, which only the page itself may ask for, or a program. */
    Caller requireForAct(Context context) throws ApiProblem {
        requireSameSite(context);
        Caller caller = require(context);
        if (caller.way() != Way.BASIC && !same(caller.csrf(), context.header("X-CSRF-Token"))) {
            throw ApiProblem.forbidden("expected the token of the session in X-CSRF-Token");
        }
        return caller;
    }

    /** No page of another site may ask, whatever the browser adds to its requests by itself. */
    void requireSameSite(Context context) throws ApiProblem {
        String site = context.header("Sec-Fetch-Site");
        String origin = context.header("Origin");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign || (origin != null && !origin.replaceFirst("^https?://", "").equals(context.header("Host")))) {
            throw ApiProblem.forbidden("a page of another site asks");
        }
    }

    Optional<Caller> find(Context context) throws ApiProblem {
        String authorization = context.header("Authorization");
        if (authorization != null) {
            return Optional.of(new Caller(operator(basic(authorization, context.ip()), context.ip()), Way.BASIC, ""));
        }
        String token = context.cookie(cookie);
        Optional<Sessions.Session> session = token == null ? Optional.empty() : sessions.find(token);
        Optional<Caller> signedIn = session.filter(
                        one -> users.find(one.user().name()).equals(Optional.of(one.user())))
                .map(one -> new Caller(operator(one.user(), context.ip()), Way.SESSION, one.csrf()));
        if (signedIn.isPresent()) {
            return signedIn;
        }
        boolean letIn = asked || users.isEmpty();
        return letIn && isHere(context)
                ? Optional.of(new Caller(new DeskOperator("loopback", withoutLogin, context.ip()), Way.HERE, csrfHere))
                : Optional.empty();
    }

    /** Whether whoever asks now is let in later, too: not after signing out, nor with another role or passcode. */
    BooleanSupplier lasting(Context context) throws ApiProblem {
        Caller caller = require(context);
        String token = context.cookie(cookie);
        Optional<OperatorConfig> user = users.find(caller.operator().name());
        return switch (caller.way()) {
            case HERE -> () -> asked || users.isEmpty();
            case BASIC -> () -> users.find(caller.operator().name()).equals(user);
            case SESSION ->
                () -> token != null
                        && sessions.isOpen(token)
                        && users.find(caller.operator().name()).equals(user);
        };
    }

    private static DeskOperator operator(OperatorConfig user, String address) {
        return new DeskOperator(user.name(), user.role(), address);
    }

    private OperatorConfig basic(String authorization, String address) throws ApiProblem {
        String[] words = authorization.strip().split(" +", 2);
        if (words.length != 2 || !words[0].equalsIgnoreCase("Basic")) {
            witness.signInRefused("", address, SignInRefusal.UNREADABLE);
            throw ApiProblem.unauthorized("expected HTTP Basic");
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon >= 0) {
                return checked(decoded.substring(0, colon), decoded.substring(colon + 1), address);
            }
        } catch (IllegalArgumentException notBase64) {
            LOG.debug("Authorization without base64 from {}", OneLine.of(address));
        }
        witness.signInRefused("", address, SignInRefusal.UNREADABLE);
        throw ApiProblem.unauthorized("expected NAME:PASSCODE in base64");
    }

    /** The user of a name, if the passcode is theirs. */
    private OperatorConfig checked(String name, String passcode, String address) throws ApiProblem {
        Optional<Duration> pause = limit.pause(address);
        if (pause.isPresent()) {
            witness.signInRefused(name, address, SignInRefusal.TOO_MANY);
            throw ApiProblem.tooMany("too many wrong passcodes from this address; try again later", pause.get());
        }
        Optional<OperatorConfig> user =
                passcode.length() > LONGEST_PASSCODE ? Optional.empty() : compared(name, passcode, address);
        if (user.isEmpty()) {
            limit.failed(address);
            witness.signInRefused(name, address, SignInRefusal.WRONG);
            LOG.warn("HTTP: user {} from {} is not known, or the passcode is wrong", OneLine.of(name, 64), address);
            throw ApiProblem.unauthorized("the user is not known, or the passcode is wrong");
        }
        limit.succeeded(address);
        return user.get();
    }

    /** Few at a time, so that guessing does not take the threads from everybody else. */
    private Optional<OperatorConfig> compared(String name, String passcode, String address) throws ApiProblem {
        if (!comparisons.tryAcquire()) {
            witness.signInRefused(name, address, SignInRefusal.BUSY);
            throw ApiProblem.busy("too many sign in at once; try again");
        }
        try {
            return users.check(name, passcode.toCharArray());
        } finally {
            comparisons.release();
        }
    }

    /** Begins a session, whose token goes to the browser in a cookie. */
    Caller signIn(Context context, String name, String passcode) throws IOException {
        OperatorConfig user = checked(name, passcode, context.ip());
        DeskOperator operator = operator(user, context.ip());
        witness.signedIn(operator);
        String token = sessions.begin(user);
        context.header("Set-Cookie", cookie + "=" + token + cookieKeys);
        LOG.info("HTTP: user {} has signed in from {}", user.name(), context.ip());
        return new Caller(
                operator,
                Way.SESSION,
                sessions.find(token).orElseThrow(ApiProblem::fault).csrf());
    }

    /** Ends the session, if there is one. */
    void signOut(Context context) {
        String token = context.cookie(cookie);
        if (token != null) {
            Optional<Sessions.Session> session = sessions.find(token);
            sessions.end(token);
            session.ifPresent(one -> witness.signedOut(operator(one.user(), context.ip())));
        }
        context.header("Set-Cookie", cookie + "=" + cookieKeys + "; Max-Age=0");
    }

    /**
     * Whether somebody on this host asks, by a name of this host: a page of another site may have had its own name lead here, and
     * what a proxy hands on comes from elsewhere.
     */
    private boolean isHere(Context context) {
        Matcher host = HOST.matcher(String.valueOf(context.header("Host")).toLowerCase(Locale.ROOT));
        return loopback
                && isLoopback(context.ip())
                && context.header("Forwarded") == null
                && context.header("X-Forwarded-For") == null
                && host.matches()
                && (host.group(1).equals("localhost") || isLoopbackAddress(host.group(1)));
    }

    private static boolean isLoopbackAddress(String host) {
        return host.matches("127(\\.\\d{1,3}){3}|\\[[0-9a-f:]+]") && isLoopback(host);
    }

    /** @param address no name, so that nothing is looked up */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException none) {
            return false;
        }
    }

    static boolean same(String expected, @Nullable String found) {
        return found != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }
}
