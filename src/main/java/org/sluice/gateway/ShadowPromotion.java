package org.sluice.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.sluice.config.RouteConfig;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.shadow.ShadowVerb;
import org.sluice.store.QuarantineReview;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Puts the shadow of a route in the place of its recipe: the recipe's file gets the text of the shadow's, and the configuration is
 * read again. What is refused leaves the file as it was. One at a time.
 */
final class ShadowPromotion implements ShadowVerb.Promotion {
    private static final Log LOG = Log.of(ShadowPromotion.class);
    private static final int DIGITS = 12;

    private final Supplier<List<Route>> routes;
    private final Reload reload;
    private final QuarantineReview record;

    ShadowPromotion(Supplier<List<Route>> routes, Reload reload, QuarantineReview record) {
        this.routes = routes;
        this.reload = reload;
        this.record = record;
    }

    @Override
    public synchronized Path promote(String calledAe, QuarantineReview.Act act) throws IOException {
        RouteConfig route = route(calledAe);
        Path recipe = route.recipe().orElseThrow();
        Path shadow = route.shadow().orElseThrow();
        requireNobodyElse(recipe, shadow);
        List<String> changed = reload.notesNow();
        if (!changed.isEmpty()) {
            throw new RefusalException("what is promoted is what was tried: " + changed.get(0));
        }
        byte[] before = Files.readAllBytes(recipe);
        byte[] after = Files.readAllBytes(shadow);
        if (Arrays.equals(before, after)) {
            throw new RefusalException(recipe + " has the text of " + shadow + " already");
        }
        Path kept = recipe.resolveSibling(
                recipe.getFileName() + "." + sha256(before).substring(0, DIGITS));
        Files.copy(recipe, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        replace(recipe, after);
        boolean applied = false;
        try {
            require(reload.run(Reload.Purpose.CHECK));
            record.noted(recipe.toString(), "promoted", act);
            require(reload.run(Reload.Purpose.APPLY));
            applied = true;
        } finally {
            if (!applied) {
                replace(recipe, before);
            }
        }
        LOG.info(
                "route {}: {} promoted to {} by user {}; the former text is {}",
                calledAe,
                shadow,
                recipe,
                act.user(),
                kept);
        return kept;
    }

    private RouteConfig route(String calledAe) throws RefusalException {
        List<RouteConfig> named = routes.get().stream()
                .map(Route::config)
                .filter(route -> route.ae().equals(calledAe) && route.shadow().isPresent())
                .toList();
        if (named.isEmpty()) {
            throw new RefusalException("no route " + OneLine.of(calledAe, 40) + " has a shadow");
        }
        if (named.stream().map(RouteConfig::shadow).distinct().count() > 1
                || named.stream().map(RouteConfig::recipe).distinct().count() > 1) {
            throw new RefusalException(
                    "several routes " + OneLine.of(calledAe, 40) + " have shadows, and not of the same recipe");
        }
        return named.get(0);
    }

    /** Whoever has the same file would get the text, too. */
    private void requireNobodyElse(Path recipe, Path shadow) throws RefusalException {
        for (Route route : routes.get()) {
            RouteConfig config = route.config();
            boolean other = config.recipe().filter(recipe::equals).isPresent()
                    && config.shadow().filter(shadow::equals).isEmpty();
            boolean own =
                    config.own().values().stream().anyMatch(one -> one.recipe().equals(recipe));
            if (other || own) {
                throw new RefusalException(recipe + " is the recipe of route " + config.ae()
                        + (own ? " for a destination" : "") + ", too, which has not tried " + shadow);
            }
        }
    }

    private static void require(Reload.Outcome outcome) throws RefusalException {
        if (outcome.isRefused()) {
            throw new RefusalException("nothing is promoted: " + String.join("; ", outcome.problems()));
        }
    }

    /** In one step, with the rights that the file has. */
    private static void replace(Path file, byte[] text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.write(fresh, text);
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
