package org.espalier.engine.report;

/** Writes HTML: the only way in for text is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Makes any text safe between tags and within quoted attributes. */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    /** Adds markup as it is. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds one element with nothing but text in it. */
    Html element(String name, String attributes, String text) {
        out.append('<').append(name);
        if (!attributes.isEmpty()) {
            out.append(' ').append(attributes);
        }
        out.append('>').append(escape(text)).append("</").append(name).append('>');
        return this;
    }

    Html element(String name, String text) {
        return element(name, "", text);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
