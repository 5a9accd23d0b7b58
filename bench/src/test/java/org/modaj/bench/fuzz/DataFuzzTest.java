package org.modaj.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.data.OfficialFiles;
import org.modaj.data.DataException;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.catalog.DataCatalog;
import org.modaj.data.file.TextFile;
import org.modaj.data.text.Vocabulary;
import org.modaj.engine.batch.Epoch;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/**
 * Every reader of data and damaged files: it reads them, or says in one exception what is wrong.
 */
class DataFuzzTest {
  /** Figures of each reader, one table with those of the other readers. */
  private static final Path TABLE = Path.of("target", "fuzz-data.md");

  private static final int MUTATIONS = Integer.getInteger("moda.fuzz", 300);
  private static final String READERS = System.getProperty("moda.fuzz.readers", ".*");
  private static final long MIB = 1 << 20;
  private static final List<Class<? extends Throwable>> TYPED = List.of(DataException.class);

  @TempDir static Path dir;

  @TestFactory
  Stream<DynamicTest> everyReader() throws Exception {
    return targets().stream()
        .filter(target -> target.name().matches(READERS))
        .map(target ->
            DynamicTest.dynamicTest(
                target.name(),
                () -> {
                  FuzzRun run = new FuzzRun(target).run(MUTATIONS);
                  Files.createDirectories(TABLE.getParent());
                  Files.writeString(
                      TABLE,
                      run.row(MUTATIONS) + "\n",
                      StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND);
                  assertThat(run.faults()).isEmpty();
                }));
  }

  private static List<FuzzTarget> targets() throws Exception {
    List<FuzzTarget> targets = new ArrayList<>();
    Path cifar = OfficialFiles.cifar100(Files.createDirectories(dir.resolve("cifar")), 3, 2);
    Path records = cifar.resolve("cifar-100-binary/train.bin");
    targets.add(target("CIFAR records", records, 4 * MIB, 20, "cifar100", cifar));
    Path archive = dir.resolve("archive/cifar-100-binary.tar.gz");
    Files.createDirectories(archive.getParent());
    Files.write(archive, archive(cifar.resolve("cifar-100-binary")));
    targets.add(target("CIFAR archive", archive, 16 * MIB, 1200, "cifar100", archive));

    Path mnist = OfficialFiles.mnistTest(Files.createDirectories(dir.resolve("m")), 4);
    for (String part : List.of("images-idx3", "labels-idx1")) {
      Path file = mnist.resolve("mnist/t10k-" + part + "-ubyte");
      byte[] content =
          part.startsWith("images")
              ? OfficialFiles.idx(new byte[4 * 784], 4, 28, 28)
              : OfficialFiles.idx(new byte[4], 4);
      Files.delete(Path.of(file + ".gz"));
      Files.write(file, content);
      targets.add(
          new FuzzTarget(
              "idx " + part,
              file,
              List.of(content),
              FuzzTarget.ofBytes(),
              f -> DataCatalog.source("mnist").loadTest(ReadOptions.of(mnist)),
              TYPED,
              4 * MIB,
              20));
    }

    Path svhn = Files.createDirectories(dir.resolve("svhn"));
    Path mat = matlab(svhn.resolve("train_32x32.mat"));
    matlab(svhn.resolve("test_32x32.mat"));
    targets.add(target("SVHN", mat, 600 * MIB, 1200, "svhn", svhn));

    Path digits = OfficialFiles.opticalDigits(Files.createDirectories(dir.resolve("digits")), 4, 3);
    targets.add(
        target(
            "optical digits",
            digits.resolve("optdigits/optdigits.tra"),
            4 * MIB,
            100,
            "optdigits",
            digits));

    Path vowels = vowels(Files.createDirectories(dir.resolve("vowels")));
    targets.add(
        target(
            "vowels: steps", vowels.resolve("ae.train"), 4 * MIB, 200, "japanese-vowels", vowels));
    targets.add(
        target(
            "vowels: sizes",
            vowels.resolve("size_ae.train"),
            64 * MIB,
            200,
            "japanese-vowels",
            vowels));

    Path table = OfficialFiles.table(dir, 12);
    targets.add(target("CSV", table, 4 * MIB, 2000, "csv", table));
    Path lines = OfficialFiles.lines(dir, 20);
    targets.add(target("labelled lines", lines, 4 * MIB, 2000, "text", lines));

    for (String format : List.of("jpg", "png", "gif", "bmp")) {
      Path folder = dir.resolve("folder-" + format);
      Path image = folder.resolve("train/a/x." + format);
      for (String place : List.of("train/a/x.", "val/a/y.")) {
        Path file = folder.resolve(place + format);
        Files.createDirectories(file.getParent());
        Files.write(file, photograph(format));
      }
      targets.add(
          new FuzzTarget(
              "photograph: " + format,
              image,
              List.of(photograph(format)),
              FuzzTarget.ofBytes(),
              f -> decode(folder),
              TYPED,
              700 * MIB,
              1000));
    }
    Path names = dir.resolve("names.txt");
    targets.add(
        text("names of classes", names, "\uFEFFcat\r\ndog\r\n", f -> TextFile.classNames(f)));
    targets.add(
        text(
            "vocabulary",
            dir.resolve("vocabulary.txt"),
            "WORDS\nthe\na\\n\n",
            f -> Vocabulary.parse(new String(Files.readAllBytes(f), StandardCharsets.ISO_8859_1))));
    return targets;
  }

  private static FuzzTarget text(String name, Path file, String good, FuzzTarget.Reader reader) {
    return new FuzzTarget(
        name,
        file,
        List.of(good.getBytes(StandardCharsets.UTF_8)),
        FuzzTarget.ofBytes(),
        reader,
        TYPED,
        4 * MIB,
        1000);
  }

  private static FuzzTarget target(
      String name, Path file, long fixed, long perByte, String data, Path place)
      throws IOException {
    return new FuzzTarget(
        name,
        file,
        List.of(Files.readAllBytes(file)),
        FuzzTarget.ofBytes(),
        f -> DataCatalog.source(data).load(ReadOptions.of(place)),
        TYPED,
        fixed,
        perByte);
  }

  /** Reads a folder and decodes all of its training images in this thread. */
  private static void decode(Path folder) {
    DataSplit data =
        DataCatalog.source("folder")
            .load(ReadOptions.of(folder).withImageSize(16).withImageCache(0));
    try (Epoch epoch = data.train().batches(4).epoch(0)) {
      epoch.next();
    }
  }

  private static byte[] photograph(String format) throws IOException {
    BufferedImage image = new BufferedImage(24, 18, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 24; x++) {
      for (int y = 0; y < 18; y++) {
        image.setRGB(x, y, x * 0x0A0000 + y * 0x000C05);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] archive(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (String name : List.of("train.bin", "test.bin")) {
        byte[] content = Files.readAllBytes(folder.resolve(name));
        TarArchiveEntry entry = new TarArchiveEntry("cifar-100-binary/" + name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Path matlab(Path file) throws IOException {
    Matrix images = Mat5.newMatrix(new int[] {32, 32, 3, 2}, MatlabType.UInt8);
    Matrix digits = Mat5.newMatrix(2, 1, MatlabType.UInt8);
    digits.setInt(0, 10);
    digits.setInt(1, 3);
    try (MatFile mat = Mat5.newMatFile().addArray("X", images).addArray("y", digits);
        Sink sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).setDeflateLevel(1).writeMat(mat);
    }
    return file;
  }

  private static Path vowels(Path folder) throws IOException {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < 9 * 3; i++) {
      steps.append("0.5 -1.25 3 ".repeat(4)).append(i % 3 == 2 ? "\n\n" : "\n");
    }
    for (String split : List.of("train", "test")) {
      Files.writeString(folder.resolve("ae." + split), steps);
      Files.writeString(folder.resolve("size_ae." + split), "1 1 1 1 1 1 1 1 1\n");
    }
    return folder;
  }
}
