package io.tidemark.stream.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Blocks for an incoming webhook of Slack. What comes from inference logs stands in texts of the type {@code plain_text}, in which Slack
 * knows no formatting, with the three characters escaped that it takes for its own everywhere: so no name of a category can mention a
 * channel or make a link.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Blocks and how long they may be</a>
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text#escaping">Escaping text</a>
 */
record SlackBlocks(Pacing pacing, DashboardLinks links) implements HttpFormat {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Of 150 and 3,000 that Slack takes; escaped, a character may become five. */
    private static final int LONGEST_HEADER = 140;

    private static final int LONGEST_SECTION = 2_900;

    @Override
    public ObjectNode body(Notification notification) {
        String headline = MessageText.headline(notification);
        ObjectNode body = NODES.objectNode()
                // What is shown where blocks are not, such as on a locked telephone.
                .put("text", escaped(headline, LONGEST_SECTION))
                .put("mrkdwn", false)
                .put("link_names", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
        ArrayNode blocks = body.putArray("blocks");
        block(blocks, "header", headline, LONGEST_HEADER);
        for (Told told : notification.shown(pacing.lines())) {
            block(
                    blocks,
                    "section",
                    MessageText.state(told) + " · " + MessageText.where(told.event()) + "\n"
                            + MessageText.reason(told.event()) + "\n" + MessageText.window(told.event()),
                    LONGEST_SECTION);
        }
        int more = notification.more(pacing.lines());
        if (more > 0) {
            block(blocks, "section", MessageText.more(more), LONGEST_SECTION);
        }
        links.to(notification.first().event()).ifPresent(link -> {
            ObjectNode section = blocks.addObject().put("type", "section");
            section.putObject("text").put("type", "mrkdwn").put("text", "<" + link + "|Look at it>");
        });
        return body;
    }

    private static void block(ArrayNode blocks, String type, String text, int longest) {
        blocks.addObject()
                .put("type", type)
                .putObject("text")
                .put("type", "plain_text")
                .put("text", escaped(text, longest))
                .put("emoji", false);
    }

    /** No longer than that with what escaping adds. */
    private static String escaped(String text, int longest) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String next = switch (text.charAt(i)) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                default -> Character.toString(text.codePointAt(i));
            };
            if (escaped.length() + next.length() >= longest) {
                return escaped.append('…').toString();
            }
            escaped.append(next);
        }
        return escaped.toString();
    }
}
