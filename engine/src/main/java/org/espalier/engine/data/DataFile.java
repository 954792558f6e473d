package org.espalier.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.espalier.api.data.DataException;
import org.espalier.engine.file.Reasons;
import org.espalier.engine.kernel.memory.JavaArrays;

/**
 * One file of a data set while it is read: a header, then the rest. Whether it is gzipped is told by its first bytes and
 * not by its name. Never takes more memory than a small multiple of what the file really holds, whatever its header says.
 */
final class DataFile implements AutoCloseable {
    static final String GET_AGAIN = "Get the file again.";

    /** A gzip stream grows by no more than this: 258 bytes out of 2 bits. */
    private static final long GREATEST_GROWTH = 1032;

    /** Tables and texts grow five to fifty times. */
    private static final long MOST_TEXT_GROWTH = 250;
    /** Text of so many bytes may come out of any file. */
    private static final long SMALL_TEXT = 16L << 20;

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final InputStream in;
    private final long length;
    private final boolean gzipped;
    private long position;

    private DataFile(Path path, InputStream in, long length, boolean gzipped) {
        this.path = path;
        this.in = in;
        this.length = length;
        this.gzipped = gzipped;
    }

    /**
     * Opens a file.
     *
     * @throws DataException when there is no such file, or it cannot be read
     */
    static DataFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    path + ": " + (Files.exists(path) ? "this is not a file." : "there is no such file."));
        }
        try {
            long length = Files.size(path);
            InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
            try {
                raw.mark(2);
                boolean gzipped = Arrays.equals(raw.readNBytes(2), new byte[] {0x1f, (byte) 0x8b});
                raw.reset();
                return new DataFile(path, gzipped ? new GZIPInputStream(raw, BUFFER) : raw, length, gzipped);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    Path path() {
        return path;
    }

    /** Reads the next bytes of a header. */
    ByteBuffer header(int bytes) {
        try {
            byte[] read = in.readNBytes(bytes);
            if (read.length < bytes) {
                throw problem("truncated: expected a header of " + (position + bytes) + " bytes, found "
                        + (position + read.length) + ". " + GET_AGAIN);
            }
            position += bytes;
            return ByteBuffer.wrap(read);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads everything that is left, which must be exactly so long.
     *
     * @param bytes how many bytes are expected
     * @param what what they are, for messages
     */
    byte[] rest(long bytes, String what) {
        checkPossible(bytes, what);
        try {
            byte[] read = readUpTo((int) bytes);
            if (read.length < bytes) {
                throw wrongLength(bytes, what, read.length, "");
            }
            if (in.read() >= 0) {
                throw problem("expected " + bytes + " bytes (" + what + "), found more. " + GET_AGAIN);
            }
            return read;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Returns the file as text, without a byte order mark. */
    BufferedReader text() throws IOException {
        InputStream bounded = gzipped ? new BoundedText() : in;
        var text = new BufferedReader(new InputStreamReader(bounded, UTF_8.newDecoder()), BUFFER);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** Unpacked text that ends with an error where it grows as no text does that says anything. */
    private final class BoundedText extends FilterInputStream {
        private long unpacked;

        BoundedText() {
            super(DataFile.this.in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            int read = super.read(into, offset, wanted);
            unpacked += Math.max(0, read);
            if (unpacked > SMALL_TEXT && unpacked / MOST_TEXT_GROWTH > length) {
                throw problem("its " + length + " bytes unpack to more than " + MOST_TEXT_GROWTH
                        + " times as many, as no data do. If they are meant, unpack the file.");
            }
            return read;
        }
    }

    /** Makes the error for something found in this file. */
    DataException problem(String message) {
        return new DataException(path + ": " + message);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Puts a failure to read into the user's words. */
    static DataException unreadable(Path path, IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof EOFException) {
            return new DataException(path + ": truncated: the gzip stream ends early. " + GET_AGAIN, e);
        }
        if (e instanceof ZipException) {
            return new DataException(path + ": damaged: not a valid gzip stream (" + message + "). " + GET_AGAIN, e);
        }
        if (e instanceof CharacterCodingException) {
            return new DataException(path + ": expected text in UTF-8, found other bytes. Save it as UTF-8.", e);
        }
        return new DataException(path + ": cannot be read (" + Reasons.of(e, path) + ").", e);
    }

    /** Refuses a length that the file cannot have, before any memory is taken for it. */
    private void checkPossible(long bytes, String what) {
        if (!gzipped && bytes != length - position) {
            throw wrongLength(bytes, what, length - position, "");
        }
        if (gzipped && bytes > length * GREATEST_GROWTH) {
            throw wrongLength(bytes, what, length * GREATEST_GROWTH, "at most ");
        }
        if (bytes > JavaArrays.LONGEST) {
            throw problem(
                    what + " take " + bytes + " bytes, but at most " + JavaArrays.LONGEST + " fit. Split the file.");
        }
    }

    private DataException wrongLength(long bytes, String what, long found, String bound) {
        return problem((found < bytes ? "truncated: " : "") + "expected " + bytes + " bytes (" + what + "), found "
                + bound + found + ". " + GET_AGAIN);
    }

    /** Grows the array as bytes arrive: a gzip stream tells its length only by ending. */
    private byte[] readUpTo(int bytes) throws IOException {
        byte[] read = new byte[(int) Math.min(bytes, gzipped ? Math.max(BUFFER, 8 * length) : bytes)];
        int filled = 0;
        while (filled < bytes) {
            if (filled == read.length) {
                read = Arrays.copyOf(read, (int) Math.min(bytes, 2L * read.length));
            }
            int got = in.read(read, filled, read.length - filled);
            if (got < 0) {
                return Arrays.copyOf(read, filled);
            }
            filled += got;
        }
        return read;
    }
}
