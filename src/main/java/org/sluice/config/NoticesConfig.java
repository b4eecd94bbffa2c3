package org.sluice.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who is told when something is wrong with a node, and is right again.
 *
 * @param webhook where a JSON object is posted
 * @param bearer a file with the token that is shown there
 * @param quiet a notice is sent when nothing more has happened for so long
 * @param longest and at the latest so long after the first that it tells of
 */
public record NoticesConfig(URI webhook, Optional<Path> bearer, Duration quiet, Duration longest) {
    private static final URI NONE = URI.create("https://localhost/");
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final Duration AT_THE_LATEST = Duration.ofHours(4);

    static NoticesConfig read(Section section) {
        section.only("webhook", "quiet", "longest");
        Optional<Section> webhook = section.section("webhook");
        if (webhook.isEmpty()) {
            section.report(section.at(), "notices: expected webhook, found none");
        }
        Duration quiet = section.duration("quiet", QUIET);
        Duration longest = section.duration("longest", AT_THE_LATEST);
        if (longest.compareTo(quiet) < 0) {
            section.report(section.at("longest"), "longest: expected as long as quiet, or longer");
        }
        webhook.ifPresent(one -> one.only("url", "bearer-file"));
        return new NoticesConfig(
                webhook.map(NoticesConfig::url).orElse(NONE),
                webhook.flatMap(one -> one.optionalFile("bearer-file")),
                quiet,
                longest);
    }

    private static URI url(Section webhook) {
        String text = webhook.text("url");
        try {
            URI url = URI.create(text);
            boolean secure = "https".equals(url.getScheme());
            if ((secure || "http".equals(url.getScheme())) && url.getHost() != null && url.getUserInfo() == null) {
                if (!secure && webhook.has("bearer-file")) {
                    webhook.report(webhook.at("url"), "url: expected https where a token is shown, found http");
                }
                return url;
            }
        } catch (IllegalArgumentException notOne) {
            return unreadable(webhook);
        }
        return unreadable(webhook);
    }

    /** Not shown: such addresses often have a secret in them. */
    private static URI unreadable(Section webhook) {
        if (webhook.has("url")) {
            webhook.report(webhook.at("url"), "url: expected https://HOST/PATH without a user, found something else");
        }
        return NONE;
    }
}
