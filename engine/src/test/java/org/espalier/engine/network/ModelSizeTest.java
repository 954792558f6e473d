package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.network.architecture.GraphBuilder;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.LayerTemplate;
import org.espalier.engine.network.architecture.template.TemplateComponents;
import org.junit.jupiter.api.Test;

/** Sizes that no machine computes are refused where the network is described, before anything is allocated. */
final class ModelSizeTest {
    private static final long[] SIZES = {
        1,
        1,
        2,
        3,
        7,
        8,
        1000,
        1 << 16,
        1 << 24,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 61,
        (1L << 62) + 1,
        Long.MAX_VALUE
    };
    private static final List<List<Long>> INPUTS = List.of(List.of(3L, 8L, 8L), List.of(5L, 8L), List.of(8L));

    @Test
    void moreUnitsThanAnArrayHolds() {
        assertThatThrownBy(() -> new Mlp(List.of(4L, 1L << 31, 3L)).build(List.of(4L), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'fc1' (Gemm): its output [2147483648] has more than the 2147483639 elements of an"
                        + " array");
        assertThatThrownBy(() -> new GraphBuilder(List.of(1L << 20)).add(new Dense(1L << 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its weight [1048576, 1048576] has more than");
    }

    @Test
    void kernelsAndPaddingBeyondAllPlanes() {
        assertThatThrownBy(() -> new GraphBuilder(List.of(1L, 8L, 8L)).add(new Convolution(1, Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'conv1' (Conv): the kernel must be at most 16777216");
        assertThatThrownBy(
                        () -> new GraphBuilder(List.of(1L, 8L, 8L)).add(new Convolution(1, 3, 1, 1L << 62, 1, 1, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the padding must be at most 16777216");
        assertThatThrownBy(
                        () -> new GraphBuilder(List.of(1L, 8L, 8L)).add(new Convolution(64, 3, 1, 100_000, 1, 1, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its output [64, 200006, 200006] has more than");
    }

    @Test
    void moreLayersThanAnyNetworkHas() {
        var builder = new GraphBuilder(List.of(1L));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        builder.add(new Dense(1));
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network has more than 10000 layers");
    }

    /** Every kind of layer, with every mixture of sizes, is made or refused in words. */
    @Test
    void allKindsOfLayers() throws ReflectiveOperationException {
        var random = new SplittableRandom(12);
        int made = 0;
        int tried = 0;
        for (Provider<?> provider : TemplateComponents.providers()) {
            for (int i = 0; i < 300; i++) {
                for (List<Long> input : INPUTS) {
                    tried++;
                    made += makes(provider, input, random) ? 1 : 0;
                }
            }
        }
        assertThat(tried).isGreaterThan(9000);
        assertThat(made).isGreaterThan(tried / 20).isLessThan(tried);
    }

    private static boolean makes(Provider<?> provider, List<Long> input, SplittableRandom random)
            throws ReflectiveOperationException {
        Class<?> type = provider.config();
        RecordComponent[] parts = type.getRecordComponents();
        Object[] values =
                Stream.of(parts).map(part -> value(part.getType(), random)).toArray();
        var constructor = type.getDeclaredConstructor(
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
        try {
            constructor.setAccessible(true);
            Record options = (Record) constructor.newInstance(values);
            new GraphBuilder(input).add((LayerTemplate) provider.factory().apply(options));
            return true;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause())
                    .as("%s %s", type, Arrays.toString(values))
                    .isInstanceOf(IllegalArgumentException.class);
            return false;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .as("%s %s", type, Arrays.toString(values))
                    .isNotBlank();
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(type + " " + Arrays.toString(values) + " on " + input, e);
        }
    }

    private static Object value(Class<?> type, SplittableRandom random) {
        long size = SIZES[random.nextInt(random.nextBoolean() ? 4 : SIZES.length)];
        if (type == long.class) {
            return size;
        }
        if (type == int.class) {
            return (int) Math.min(size, Integer.MAX_VALUE);
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == double.class) {
            return random.nextDouble();
        }
        if (type == List.class) {
            return Stream.generate(() -> SIZES[random.nextInt(SIZES.length)])
                    .limit(random.nextInt(5))
                    .toList();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        throw new AssertionError("no values for " + type);
    }
}
