package org.espalier.engine.format;

import java.nio.ByteBuffer;

/** Numbers of floating point that become 32-bit floats: all but {@code F64} exactly, {@code F64} to the nearest. */
enum FloatType {
    F16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return half(bytes.getShort());
        }
    },
    BF16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    F32(4) {
        /** In bulk: most files hold nothing else. */
        @Override
        void read(ByteBuffer from, float[] values, int at, int count) {
            from.asFloatBuffer().get(values, at, count);
            from.position(from.position() + count * Float.BYTES);
        }

        @Override
        float next(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F64(8) {
        @Override
        float next(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    };

    private static final float SMALLEST_HALF = 0x1p-24f;
    private static final int HALF_SIGNIFICAND = 10;

    private final int bytes;

    FloatType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Reads {@code count} numbers into {@code values} from {@code at} on. */
    void read(ByteBuffer from, float[] values, int at, int count) {
        for (int i = at; i < at + count; i++) {
            values[i] = next(from);
        }
    }

    /** Reads one number. */
    abstract float next(ByteBuffer bytes);

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of significand. Every one of them is a float. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> HALF_SIGNIFICAND) & 0x1f;
        int significand = bits & 0x3ff;
        if (exponent == 0) {
            // Zero, or below the normal numbers: multiples of the smallest.
            return Math.copySign(significand * SMALLEST_HALF, Float.intBitsToFloat(sign | 1));
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (widened << 23) | significand << (23 - HALF_SIGNIFICAND));
    }
}
