package io.tidemark.http.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.security.BasicAuthCredentials;
import io.tidemark.http.server.Logins.Verdict;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who may look. Health is told to anybody, since probes have no password. Where nobody is asked who he is, only this machine gets here, and
 * only under its own names: else a page in a browser on this machine could look through a name of its own that points here (DNS rebinding).
 */
final class AccessControl {
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<Logins> logins;

    AccessControl(Optional<Users> users) {
        this.logins = users.map(Logins::new);
    }

    /** @return whether the request may go on; else it is answered */
    boolean admits(Context context) {
        if (context.path().startsWith(HealthRoutes.ROOT)) {
            return true;
        }
        return logins.map(known -> isKnown(known, context)).orElseGet(() -> isOfThisMachine(context));
    }

    private static boolean isKnown(Logins logins, Context context) {
        BasicAuthCredentials given = credentials(context);
        Verdict verdict =
                given == null ? Verdict.WRONG : logins.check(given.getUsername(), given.getPassword(), context.ip());
        switch (verdict) {
            case RIGHT -> {}
            case WRONG -> askWhoIsThere(context);
            case NOT_NOW -> askToComeAgain(context);
        }
        return verdict == Verdict.RIGHT;
    }

    private static void askWhoIsThere(Context context) {
        context.header("WWW-Authenticate", "Basic realm=\"Tidemark\", charset=\"UTF-8\"");
        JsonAnswer.error(
                context,
                HttpStatus.UNAUTHORIZED.getCode(),
                "unauthorized",
                "say who you are with HTTP basic authentication; users stand in the file that tidemark.http.users.file names");
    }

    /** Not that it is wrong: a browser would forget a password that is right. */
    private static void askToComeAgain(Context context) {
        context.header("Retry-After", "1");
        JsonAnswer.error(
                context,
                HttpStatus.TOO_MANY_REQUESTS.getCode(),
                "too-many-logins",
                "more new names and passwords come than can be looked at; try again in a second");
    }

    private static @Nullable BasicAuthCredentials credentials(Context context) {
        try {
            return context.basicAuthCredentials();
        } catch (RuntimeException e) { // of a header that is no such thing
            return null;
        }
    }

    private static boolean isOfThisMachine(Context context) {
        String host = Optional.ofNullable(context.host()).orElse("");
        String name = host.replaceFirst(":\\d+$", "");
        if (OWN_NAMES.contains(name)) {
            return true;
        }
        JsonAnswer.error(
                context,
                HttpStatus.FORBIDDEN.getCode(),
                "forbidden",
                "without tidemark.http.users.file this is served under the names of this machine only: localhost, 127.0.0.1 and [::1]");
        return false;
    }
}
