package org.espalier.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {
    private static RandomStream stream(long seed) {
        return new RandomStream(seed, 1, 2, 3);
    }

    /** What a default method draws, the Java platform may change. */
    @Test
    void everyMethodIsDefinedHere() {
        Stream<String> own =
                Arrays.stream(RandomStream.class.getDeclaredMethods()).map(RandomStreamTest::signature);
        assertThat(own)
                .containsAll(Arrays.stream(RandomGenerator.class.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        // A method of Java 22 and newer, which code for Java 17 cannot call.
                        .filter(method -> !method.getName().equals("equiDoubles"))
                        .map(RandomStreamTest::signature)
                        .toList());
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** The state that the Java platform makes of one long is known: its generator of this algorithm then gives the same bits. */
    @Test
    void bitsAreThoseOfThePublishedAlgorithm() {
        RandomGenerator expected = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        long seed = 42 ^ 0x6A09E667F3BCC909L;
        var stream = new RandomStream(murmur(seed), 1, stafford(seed), stafford(seed + 0x9e3779b97f4a7c15L));
        for (int i = 0; i < 1000; i++) {
            assertThat(stream.nextLong()).isEqualTo(expected.nextLong());
        }
    }

    private static long murmur(long seed) {
        return mixed(seed, 33, 0xff51afd7ed558ccdL, 33, 0xc4ceb9fe1a85ec53L, 33);
    }

    private static long stafford(long seed) {
        return mixed(seed, 30, 0xbf58476d1ce4e5b9L, 27, 0x94d049bb133111ebL, 31);
    }

    private static long mixed(long value, int first, long times, int second, long again, int third) {
        long z = (value ^ (value >>> first)) * times;
        z = (z ^ (z >>> second)) * again;
        return z ^ (z >>> third);
    }

    @Test
    void zeroStateIsLeft() {
        var stream = new RandomStream(0, 0, 0, 0);
        assertThat(Stream.generate(stream::nextLong).limit(100)).doesNotHaveDuplicates();
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        int count = 200_000;
        var stream = stream(5);
        double[] drawn =
                DoubleStream.generate(stream::nextGaussian).limit(count).toArray();
        // Five standard errors each: the k-th power has the variance (2k-1)!! - ((k-1)!!)^2, the odd terms left out.
        assertThat(moment(drawn, 1)).isCloseTo(0, within(5 * Math.sqrt(1.0 / count)));
        assertThat(moment(drawn, 2)).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
        assertThat(moment(drawn, 3)).isCloseTo(0, within(5 * Math.sqrt(15.0 / count)));
        assertThat(moment(drawn, 4)).isCloseTo(3, within(5 * Math.sqrt(96.0 / count)));
        double beyondTwo = Arrays.stream(drawn).filter(x -> Math.abs(x) > 2).count() / (double) count;
        assertThat(beyondTwo).isCloseTo(0.0455, within(5 * Math.sqrt(0.0455 * 0.9545 / count)));
        double pairs = 0;
        for (int i = 0; i + 1 < count; i += 2) {
            pairs += drawn[i] * drawn[i + 1];
        }
        assertThat(pairs / (count / 2.0)).isCloseTo(0, within(5 * Math.sqrt(2.0 / count)));
    }

    private static double moment(double[] drawn, int power) {
        return Arrays.stream(drawn).map(x -> Math.pow(x, power)).average().orElseThrow();
    }

    @Test
    void exponentialNumbersHaveMeanAndDeviationOne() {
        var stream = stream(6);
        double[] drawn =
                DoubleStream.generate(stream::nextExponential).limit(100_000).toArray();
        assertThat(moment(drawn, 1)).isCloseTo(1, within(5 * Math.sqrt(1e-5)));
        assertThat(moment(drawn, 2)).isCloseTo(2, within(5 * Math.sqrt(20e-5)));
    }

    @Test
    void boundedNumbersAreEvenlySpread() {
        int count = 70_000;
        int[] counts = new int[7];
        stream(7).ints(count, -3, 4).forEach(number -> counts[number + 3]++);
        double expected = count / 7.0;
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
        // 0.9999 quantile of the chi-square distribution with 6 degrees of freedom.
        assertThat(chiSquare).isLessThan(27.9);
    }

    @Property(tries = 300)
    void boundsHold(@ForAll long seed, @ForAll long a, @ForAll long b) {
        if (a == b) {
            return;
        }
        var stream = stream(seed);
        long origin = Math.min(a, b);
        long bound = Math.max(a, b);
        assertThat(stream.nextLong(origin, bound))
                .isGreaterThanOrEqualTo(origin)
                .isLessThan(bound);
        assertThat(stream.nextLong((bound >>> 1) | 1)).isNotNegative().isLessThan((bound >>> 1) | 1);
        double from = Double.MAX_VALUE * (origin / 0x1.0p63);
        double to = Math.max(Math.nextUp(from), Double.MAX_VALUE * (bound / 0x1.0p63));
        assertThat(stream.nextDouble(from, to)).isGreaterThanOrEqualTo(from).isLessThan(to);
        float narrow = origin / 0x1.0p40f;
        assertThat(stream.nextFloat(narrow, Math.nextUp(narrow))).isEqualTo(narrow);
    }

    @Test
    void rangesOfFullWidthAreDrawnFrom() {
        assertThat(stream(8).ints(100, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .anyMatch(i -> i < 0)
                .anyMatch(i -> i > 0);
        assertThat(stream(8).longs(100, Long.MIN_VALUE, Long.MAX_VALUE))
                .anyMatch(i -> i < 0)
                .anyMatch(i -> i > 0);
    }

    @Test
    void bytesAreThoseOfLongsLowestFirst() {
        byte[] bytes = new byte[11];
        stream(9).nextBytes(bytes);
        var longs = stream(9);
        long first = longs.nextLong();
        long second = longs.nextLong();
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) ((i < 8 ? first : second) >>> (8 * (i % 8))));
        }
    }

    @Test
    void emptyRangesAreRefused() {
        var stream = stream(10);
        List<Runnable> empty = List.of(
                () -> stream.nextInt(0),
                () -> stream.nextInt(3, 3),
                () -> stream.nextLong(-1),
                () -> stream.nextLong(4, 3),
                () -> stream.nextDouble(0),
                () -> stream.nextDouble(0, Double.POSITIVE_INFINITY),
                () -> stream.nextFloat(Float.NaN),
                () -> stream.nextGaussian(0, -1),
                () -> stream.ints(1, 1),
                () -> stream.longs(1, 1),
                () -> stream.doubles(1, 1),
                () -> stream.ints(-1));
        assertThat(empty)
                .allSatisfy(draw -> assertThatThrownBy(draw::run).isInstanceOf(IllegalArgumentException.class));
    }
}
