package org.espalier.engine.text;

import java.util.List;

/** Small pieces of English that messages are made of. */
public final class Phrases {
    private Phrases() {}

    /** Returns {@code a}, {@code a or b}, {@code a, b or c}, with {@code conjunction} before the last. */
    public static String enumerate(List<String> items, String conjunction) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        String last = items.get(items.size() - 1);
        return String.join(", ", items.subList(0, items.size() - 1)) + " " + conjunction + " " + last;
    }

    /** Returns the word with its indefinite article: {@code an acme}, {@code a zoo}. */
    public static String withArticle(String word) {
        return (!word.isEmpty() && "aeiou".indexOf(Character.toLowerCase(word.charAt(0))) >= 0 ? "an " : "a ") + word;
    }

    /** Returns a count with its noun: {@code 1 step}, {@code 70 steps}, {@code 2 batches}. */
    public static String counted(long count, String noun) {
        String plural = noun.endsWith("ch") ? "es" : "s";
        return count + " " + noun + (count == 1 ? "" : plural);
    }

    /** Returns a small number as a word, a larger one in digits. */
    public static String number(int count) {
        List<String> words = List.of("no", "one", "two", "three", "four", "five", "six");
        return count >= 0 && count < words.size() ? words.get(count) : Integer.toString(count);
    }
}
