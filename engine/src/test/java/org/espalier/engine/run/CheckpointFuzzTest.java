package org.espalier.engine.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.espalier.api.data.DataException;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.engine.fuzz.Fuzz;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.parameterization.HardMask;
import org.espalier.engine.mask.parameterization.L1Regularizer;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.optimizer.Nesterov;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Checkpoints that somebody altered at random and whose checksum was mended: what is read of them fits, or is refused in words. */
final class CheckpointFuzzTest {
    private static final ParamId FIRST = ParamId.of("a", "weight");
    private static final int CHECKSUM = 32;
    private static final int PREFIX = 16;

    @TempDir
    Path folder;

    private static LiveNetwork fresh() {
        return new LiveNetwork(
                new Network(new Graph(
                        List.of(3L),
                        List.of(
                                new Graph.Node(new LayerId("a"), new Dense(3, 2, 1, true), List.of(NetworkView.INPUT)),
                                new Graph.Node(
                                        new LayerId("n"),
                                        new LayerSpec.Other("BatchNormalization", Map.of()),
                                        List.of(new LayerId("a"))),
                                new Graph.Node(
                                        new LayerId("b"), new Dense(2, 2, 1, true), List.of(new LayerId("n")))))),
                CommitRules.DEFAULT,
                message -> {});
    }

    /** A network with masks, latent weights, and an optimizer that remembers. */
    private static NetworkState trained() {
        LiveNetwork live = fresh();
        live.commit(Revision.of(live.masks().with(FIRST, Mask.of(List.of(2L, 3L), i -> i != 1)))
                .withBackward(new MaskSet(Map.of(FIRST, Mask.ones(List.of(2L, 3L))))));
        live.parameterize(
                new HardMask(), List.of(new L1Regularizer(1e-5)), "b.weight", name -> new SplittableRandom(1));
        live.memory().serve(new Nesterov(0.1, 0.9));
        live.memory().slots("a.weight", new Nesterov(0.1, 0.9), DataType.FLOAT, 2, 3);
        return NetworkState.of(live);
    }

    private byte[] written() throws IOException {
        var archive = new Archive();
        new StateArchive(archive, new ComponentValues(Set.of()))
                .write(trained(), archive.facts().putObject("network"), "network/");
        Path file = folder.resolve("valid.checkpoint");
        CheckpointFile.write(archive, file);
        return Files.readAllBytes(file);
    }

    @Test
    void whatIsReadOfAnAlteredCheckpointFitsOrIsRefused() throws IOException {
        Fuzz.of("checkpoint", List.of(written()), List.of(DataException.class, IllegalArgumentException.class))
                .mending(CheckpointFuzzTest::withChecksum)
                .run(folder.resolve("altered.checkpoint"), CheckpointFuzzTest::restore);
    }

    /** The header is altered, and everything around it set right, so that alterations arrive where facts are understood. */
    @Test
    void whatIsReadUnderAnAlteredHeaderFitsOrIsRefused() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(written());
        int length = whole.getInt(PREFIX - Integer.BYTES);
        byte[] header = Arrays.copyOfRange(whole.array(), PREFIX, PREFIX + length);
        Path file = folder.resolve("altered.checkpoint");
        Fuzz.of("checkpoint-header", List.of(header), List.of(DataException.class, IllegalArgumentException.class))
                .run(altered -> {
                    ByteBuffer next = ByteBuffer.allocate(whole.capacity() - length + altered.length);
                    next.put(whole.array(), 0, PREFIX - Integer.BYTES)
                            .putInt(altered.length)
                            .put(altered);
                    next.put(whole.array(), PREFIX + length, whole.capacity() - PREFIX - length);
                    Files.write(file, withChecksum(next.array()));
                    restore(file);
                });
    }

    /** As a checkpoint is restored: whatever goes wrong on the way is a reason to refuse it, errors apart. */
    private static void restore(Path file) {
        Archive archive = CheckpointFile.read(file);
        try {
            NetworkState state = new StateArchive(archive, new ComponentValues(Set.of()))
                    .read(archive.facts().required("network"), "network/");
            StateFit.check(state, List.of(3L));
            LiveNetwork live = fresh();
            live.become(state.graph(List.of(3L)));
            state.restore(live);
            live.computeEffective();
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e.toString(), e);
        }
    }

    private static byte[] withChecksum(byte[] input) {
        if (input.length < CHECKSUM) {
            return input;
        }
        byte[] content = Arrays.copyOf(input, input.length - CHECKSUM);
        try {
            byte[] checksum = MessageDigest.getInstance("SHA-256").digest(content);
            byte[] mended = Arrays.copyOf(content, input.length);
            System.arraycopy(checksum, 0, mended, content.length, CHECKSUM);
            return mended;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
