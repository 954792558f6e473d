package org.espalier.engine.data;

/** Reads numbers as tables have them: digits, a decimal mark, an exponent. */
final class Decimals {
    /** Whole numbers up to here are floats. */
    private static final int EXACT = 1 << 24;

    /** Powers of ten that are floats. */
    private static final float[] POWERS = {1, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};

    private Decimals() {}

    /**
     * Returns the nearest float, in one pass over the text where it is short. The quotient of two floats that are exact is the
     * nearest to the exact quotient: Clinger 1990, "How to Read Floating Point Numbers Accurately".
     *
     * @param mark what stands before the decimals
     * @return not a number when the text is none
     */
    static float parse(String text, char mark) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int digits = 0;
        int point = length;
        int value = 0;
        for (int i = negative ? 1 : 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = 10 * value + (c - '0');
                digits++;
            } else if (c == mark && point == length) {
                point = i;
            } else {
                return parseAny(text, mark);
            }
            if (value > EXACT) {
                return parseAny(text, mark);
            }
        }
        int decimals = Math.max(0, length - point - 1);
        if (digits == 0 || decimals >= POWERS.length) {
            return parseAny(text, mark);
        }
        float size = value / POWERS[decimals];
        return negative ? -size : size;
    }

    private static float parseAny(String text, char mark) {
        // Java also reads numbers such as 1f, 0x1p3 and NaN; in a table those are mistakes.
        if (!isNumber(text, mark)) {
            return Float.NaN;
        }
        try {
            return Float.parseFloat(text.replace(mark, '.'));
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    private static boolean isNumber(String text, char mark) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || c == mark || c == '-' || c == '+' || c == 'e' || c == 'E')) {
                return false;
            }
        }
        return true;
    }
}
