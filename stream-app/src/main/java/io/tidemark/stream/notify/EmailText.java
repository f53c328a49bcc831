package io.tidemark.stream.notify;

import io.tidemark.profile.decision.Names;
import java.util.Optional;
import java.util.stream.Collectors;

/** A message as a mail: subject, plain text and HTML. */
final class EmailText {
    private static final int LONGEST_SUBJECT = 180;

    private final Notification notification;
    private final int lines;
    private final DashboardLinks links;

    EmailText(Notification notification, int lines, DashboardLinks links) {
        this.notification = notification;
        this.lines = lines;
        this.links = links;
    }

    String subject() {
        return "[Tidemark] " + Names.cut(MessageText.headline(notification), LONGEST_SUBJECT);
    }

    String plain() {
        return MessageText.headline(notification) + "\n\n"
                + notification.shown(lines).stream().map(this::plain).collect(Collectors.joining("\n"))
                + more().map(text -> "\n" + text + "\n").orElse("");
    }

    private String plain(Told told) {
        return MessageText.state(told) + " · " + MessageText.where(told.event()) + "\n  "
                + MessageText.reason(told.event()) + "\n  " + MessageText.window(told.event()) + "\n"
                + links.to(told.event()).map(link -> "  " + link + "\n").orElse("");
    }

    String html() {
        return "<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><h3>"
                + escaped(MessageText.headline(notification)) + "</h3>"
                + notification.shown(lines).stream().map(this::html).collect(Collectors.joining())
                + more().map(text -> "<p>" + escaped(text) + "</p>").orElse("") + "</body></html>";
    }

    private String html(Told told) {
        String link = links.to(told.event())
                .map(url -> " · <a href=\"" + escaped(url) + "\">Look at it</a>")
                .orElse("");
        return "<p><b>" + escaped(MessageText.state(told) + " · " + MessageText.where(told.event())) + "</b><br>"
                + escaped(MessageText.reason(told.event())) + "<br><small>" + escaped(MessageText.window(told.event()))
                + link + "</small></p>\n";
    }

    private Optional<String> more() {
        return Optional.of(MessageText.more(notification.more(lines))).filter(text -> !text.isEmpty());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
