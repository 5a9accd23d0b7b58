package org.modaj.bench.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.modaj.engine.random.CounterRandom;

/** Small data sets in the formats of the official files. */
public final class OfficialFiles {
  private OfficialFiles() {}

  /** CIFAR-100 with some records, in a folder. */
  public static Path cifar100(Path dir, int train, int test) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("cifar-100-binary"));
    Files.write(folder.resolve("train.bin"), cifarRecords("train", train));
    Files.write(folder.resolve("test.bin"), cifarRecords("test", test));
    return dir;
  }

  /** Records in which every class of the 20 coarse ones comes by turns. */
  private static byte[] cifarRecords(String name, int count) {
    CounterRandom random = CounterRandom.of(name);
    byte[] bytes = new byte[count * 3074];
    for (int i = 0; i < bytes.length; i++) {
      int record = i / 3074;
      bytes[i] =
          switch (i % 3074) {
            case 0 -> (byte) (record % 20);
            case 1 -> (byte) (record % 100);
            default -> (byte) random.below(256, i);
          };
    }
    return bytes;
  }

  /** The test files of MNIST with some images. */
  public static Path mnistTest(Path dir, int count) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("mnist"));
    byte[] pixels = new byte[count * 28 * 28];
    byte[] labels = new byte[count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    gzip(folder.resolve("t10k-images-idx3-ubyte.gz"), idx(pixels, count, 28, 28));
    gzip(folder.resolve("t10k-labels-idx1-ubyte.gz"), idx(labels, count));
    return dir;
  }

  /** The bytes of an idx file. */
  public static byte[] idx(byte[] content, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x800 + sizes.length);
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(content);
    return bytes.toByteArray();
  }

  private static void gzip(Path file, byte[] content) throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(content);
    }
  }

  /** Optical digits with some lines. */
  public static Path opticalDigits(Path dir, int train, int test) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("optdigits"));
    Files.writeString(folder.resolve("optdigits.tra"), digits(train));
    Files.writeString(folder.resolve("optdigits.tes"), digits(test));
    return dir;
  }

  private static String digits(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < 64; p++) {
        lines.append((i * 7 + p) % 17).append(',');
      }
      lines.append(i % 10).append('\n');
    }
    return lines.toString();
  }

  /** Photographs of two colours in two classes. */
  public static Path folder(Path dir, int train, int val) throws IOException {
    for (int i = 0; i < train + val; i++) {
      String split = i < train ? "train" : "val";
      String name = i % 2 == 0 ? "blue" : "red";
      Path file = dir.resolve(split).resolve(name).resolve(i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(40 + i, 36, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < image.getWidth(); x++) {
        for (int y = 0; y < image.getHeight(); y++) {
          image.setRGB(x, y, (i % 2 == 0 ? 0x0000C0 : 0xC00000) + (x * y & 0x1F) * 0x10101);
        }
      }
      ImageIO.write(image, "png", file.toFile());
    }
    return dir;
  }

  /** A table whose last column says whether the first is larger than the second. */
  public static Path table(Path dir, int rows) throws IOException {
    StringBuilder lines = new StringBuilder("a,b,colour,larger\n");
    for (int i = 0; i < rows; i++) {
      int a = i * 37 % 101;
      int b = i * 53 % 103;
      lines.append(a).append(',').append(b).append(',').append(i % 3 == 0 ? "red" : "blue");
      lines.append(',').append(a > b ? "yes" : "no").append('\n');
    }
    return Files.writeString(dir.resolve("table.csv"), lines);
  }

  /** Lines whose label is the first word. */
  public static Path lines(Path dir, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String word = i % 2 == 0 ? "good" : "bad";
      lines.append(word).append('\t').append(word).append(" line ").append(i % 7).append('\n');
    }
    return Files.writeString(dir.resolve("lines.txt"), lines);
  }
}
