package org.sluice.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.sluice.status.StatusReport;

/** The page for people: how the node is, plainly. Without scripts; whatever is named on it is escaped. */
final class StartPage {
    /** Colours are those of the browser, light or dark; of the two that are added each has a contrast of at least 5 to 1. */
    private static final String STYLE = """
            :root { color-scheme: light dark; --fine: #14672b; --wrong: #a31515 }
            @media (prefers-color-scheme: dark) { :root { --fine: #7ddc94; --wrong: #ff9c91 } }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            table { border-collapse: collapse; margin: 1.5rem 0 }
            caption { text-align: left; font-size: 1.2rem; font-weight: bold }
            th, td { padding: .2rem .8rem; border-bottom: 1px solid; text-align: right; font-variant-numeric: tabular-nums }
            th:first-child { text-align: left; padding-left: 0 }
            .fine { color: var(--fine); font-weight: bold }
            .wrong { color: var(--wrong); font-weight: bold }
            """;

    /** Nothing is loaded, run or sent from this page, and none may frame it; its own style sheet is allowed, by its hash. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; frame-ancestors 'none'; base-uri 'none';" + " form-action 'none'";

    private static final String BEFORE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="60">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            """;

    private static final String AFTER = """
            </main>
            <nav aria-label="For monitoring">
            <ul>
            <li><a href="/metrics">metrics</a>, in the Prometheus text format</li>
            <li><a href="/health">health</a>: this page as JSON</li>
            <li><a href="/health/live">live</a>: the process answers</li>
            <li><a href="/health/ready">ready</a>: instances are accepted, or why not</li>
            </ul>
            </nav>
            </body>
            </html>
            """;

    private StartPage() {}

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(StatusReport report) {
        String title = escaped(report.title());
        StringBuilder page = new StringBuilder(BEFORE.formatted((report.isFine() ? "" : "! ") + title, STYLE));
        page.append("<h1>").append(title).append("</h1>\n");
        page.append("<p class=\"").append(report.isFine() ? "fine" : "wrong").append("\">");
        page.append(escaped(report.verdict())).append("</p>\n");
        if (!report.isFine()) {
            page.append("<ul>\n").append(items(report.wrong())).append("</ul>\n");
        }
        report.tables().forEach(table -> append(table, page));
        page.append("<ul>\n").append(items(report.remarks())).append("</ul>\n");
        return page.append(AFTER).toString();
    }

    private static String items(List<String> lines) {
        return lines.stream().map(line -> "<li>" + escaped(line) + "</li>\n").collect(Collectors.joining());
    }

    private static void append(StatusReport.Table table, StringBuilder page) {
        page.append("<table>\n<caption>").append(escaped(table.caption())).append("</caption>\n<thead>\n<tr>");
        table.header()
                .forEach(name ->
                        page.append("<th scope=\"col\">").append(escaped(name)).append("</th>"));
        page.append("</tr>\n</thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            page.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
            row.stream()
                    .skip(1)
                    .forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
