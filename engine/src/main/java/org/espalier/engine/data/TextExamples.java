package org.espalier.engine.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.espalier.api.data.Examples;

/**
 * Windows of a text, one after the other: each shows some characters, and its labels are the characters that follow each
 * of them. One byte a character is kept, and nothing for a window.
 */
final class TextExamples implements Examples {
    private final byte[] text;
    private final int start;
    private final int size;
    private final int length;
    private final int classes;
    private final boolean oneHot;

    /**
     * Shows a stretch of a text.
     *
     * @param text the class of each character, an unsigned byte; kept as it is
     * @param start where the first window begins
     * @param end where the stretch ends; the last label lies before it
     * @param length characters in a window
     * @param classes how many classes there are
     * @param oneHot whether a window is {@code [length, classes]} with a one for each character, or {@code [length]} of
     *     classes
     */
    TextExamples(byte[] text, int start, int end, int length, int classes, boolean oneHot) {
        this.text = text;
        this.start = start;
        this.size = Math.max(0, (end - start - 1) / length);
        this.length = length;
        this.classes = classes;
        this.oneHot = oneHot;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Long> shape() {
        return oneHot ? List.of((long) length, (long) classes) : List.of((long) length);
    }

    @Override
    public int label(int index) {
        return label(index, 0);
    }

    @Override
    public int labels() {
        return length;
    }

    @Override
    public int label(int index, int step) {
        Objects.checkIndex(step, length);
        return character(index, step + 1);
    }

    @Override
    public boolean consecutive() {
        return true;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (!oneHot) {
            for (int i = 0; i < length; i++) {
                into[offset + i] = character(index, i);
            }
            return;
        }
        Arrays.fill(into, offset, offset + length * classes, 0);
        for (int i = 0; i < length; i++) {
            into[offset + i * classes + character(index, i)] = 1;
        }
    }

    private int character(int index, int at) {
        return text[start + Objects.checkIndex(index, size) * length + at] & 0xff;
    }

    @Override
    public String fingerprint() {
        return new Fingerprint()
                .add("text " + shape() + " " + classes)
                .add(Arrays.copyOfRange(
                        text, Math.min(start, text.length), Math.min(text.length, start + size * length + 1)))
                .hex();
    }
}
