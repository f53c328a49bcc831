package io.tidemark.standalone.page;

import java.util.List;

/** A web page that needs no other file and runs no script. Every text that is given to it is escaped. For one thread. */
public final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --none: #767676; --bar: #2f6fb3; --other: #b3892f; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td.number, td.word { white-space: nowrap; }
            @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --none: #9a9a9a; --bar: #58a6ff; --other: #d29922; } }
            """;

    private final StringBuilder page = new StringBuilder();

    /** @param style CSS beside that of all pages; colours are --good, --bad, --none, --bar, --other and --line */
    public HtmlPage(String title, String style) {
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append(style)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(title))
                .append("</h1>\n");
    }

    public void heading(String text) {
        page.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    public void paragraph(String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
    }

    /** Text whose lines stay as they are. */
    public void preformatted(String text) {
        page.append("<pre>").append(escape(text)).append("</pre>\n");
    }

    /** What a part of the page writes. */
    public interface Part {
        void write();
    }

    /**
     * A table.
     *
     * @param columns their headings; one that begins with # is of numbers
     * @param rows writes the rows with {@link #row}
     */
    public void table(List<String> columns, Part rows) {
        page.append("<table>\n<thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            page.append(number ? "<th class=\"number\" scope=\"col\">" : "<th scope=\"col\">")
                    .append(escape(number ? column.substring(1) : column))
                    .append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        rows.write();
        page.append("</tbody>\n</table>\n");
    }

    /** @param cells writes the cells with {@link #cell} and the others */
    public void row(Part cells) {
        row("", cells);
    }

    /** A row of a CSS class. */
    public void row(String kind, Part cells) {
        page.append(kind.isEmpty() ? "<tr>" : "<tr class=\"" + kind + "\">");
        cells.write();
        page.append("</tr>\n");
    }

    public void cell(String text) {
        page.append("<td>").append(escape(text)).append("</td>");
    }

    /** What is not to be broken into two lines. */
    public void word(String text) {
        word("", text);
    }

    /** A word of a CSS class. */
    public void word(String kind, String text) {
        page.append("<td class=\"")
                .append(kind.isEmpty() ? "word" : "word " + kind)
                .append("\">")
                .append(escape(text))
                .append("</td>");
    }

    public void number(String text) {
        page.append("<td class=\"number\">").append(escape(text)).append("</td>");
    }

    /** Markup as it is, in which {@link #escape} was called on every text. */
    public void markup(String html) {
        page.append(html);
    }

    /** The page, as UTF-8 text. */
    public String build() {
        return page + "</body>\n</html>\n";
    }

    /** A text as it may stand in an element or an attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
