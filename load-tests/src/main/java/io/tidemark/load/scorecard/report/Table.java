package io.tidemark.load.scorecard.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table with columns that align in plain text as well. The first columns are text, the others are numbers. */
final class Table {
    private final List<String> header;
    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(int textColumns, List<String> header) {
        this.textColumns = textColumns;
        this.header = List.copyOf(header);
    }

    void add(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        int[] widths = new int[header.size()];
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(header);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(widths[i], 3), length(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, header, widths);
        for (int i = 0; i < widths.length; i++) {
            text.append("|").append(i < textColumns ? "-" : " ").append("-".repeat(widths[i]));
            text.append(i < textColumns ? "-" : ":");
        }
        text.append("|\n");
        rows.forEach(row -> append(text, row, widths));
        return text.toString().replace("| -", "|--");
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - length(row.get(i)));
            text.append("| ");
            text.append(i < textColumns ? row.get(i) + padding : padding + row.get(i));
            text.append(' ');
        }
        text.append("|\n");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
