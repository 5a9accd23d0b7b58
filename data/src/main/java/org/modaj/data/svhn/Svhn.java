package org.modaj.data.svhn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.file.Causes;
import org.modaj.data.file.DataFile;
import org.modaj.data.transform.Augmentation;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * SVHN, cropped digits: 99,289 colour photographs of 32x32 pixels of house numbers (Netzer et al.
 * 2011). The "extra" images are not read.
 *
 * <p>It is read from the official files {@code train_32x32.mat} and {@code test_32x32.mat}, MATLAB
 * level 5: {@code X} is uint8 {@code [32, 32, 3, N]}, the first axis, the row, fastest; {@code y}
 * has the digits, where 10 stands for 0. A file may have at most 256 MiB, and its arrays 512 MiB;
 * the official training file has 182 MB, and its arrays 225 MB.
 */
public final class Svhn implements DataSource {
  private static final String NAME = "svhn";
  private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
  private static final long MOST_FILE_BYTES = 256L << 20;
  private static final long MOST_ARRAY_BYTES = 512L << 20;
  private static final int DIGITS = 10;
  private static final String ADDRESS = "http://ufldl.stanford.edu/housenumbers/";
  private static final long TRAIN_BYTES = 182_040_794;
  private static final long TEST_BYTES = 64_275_384;
  private static final String FORMAT =
      "a MATLAB level 5 file with X, uint8 32x32x3xN, and y, N digits of 1 .. 10";

  /** The constants of the public implementation of MODA, which are those of ImageNet. */
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  /** Creates the source. */
  public Svhn() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return "99,289 colour photographs of 32x32 pixels: digits of house numbers";
  }

  @Override
  public String layout() {
    return "train_32x32.mat and test_32x32.mat";
  }

  @Override
  public List<OfficialFile> files() {
    return List.of(
        new OfficialFile(
            "train_32x32.mat",
            List.of(ADDRESS + "train_32x32.mat"),
            TRAIN_BYTES,
            null,
            "e26dedcc434d2e4c54c9b2d4a06d8373"),
        new OfficialFile(
            "test_32x32.mat",
            List.of(ADDRESS + "test_32x32.mat"),
            TEST_BYTES,
            null,
            "eb5a983be6a315427106f1b164d9cef3"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Training images are augmented with crop and flip, digits mirrored too, as the public
   * implementation of MODA does.
   */
  @Override
  public DataSplit load(ReadOptions options) {
    Path folder = options.requireFolder(NAME, layout());
    return new DataSplit(NAME, read(folder, "train"), read(folder, "test"));
  }

  @Override
  public LabelledDataset loadTest(ReadOptions options) {
    return read(options.requireFolder(NAME, layout()), "test");
  }

  private static Path file(Path dataDir, String split) {
    String name = split + "_32x32";
    Optional<Path> found =
        DataFile.first(dataDir, name + ".mat", NAME + "/" + name + ".mat")
            .or(() -> DataFile.only(dataDir, name, ".mat"));
    return found.orElseThrow(() ->
        new DataException(
            dataDir.toString(),
            Problem.MISSING,
            name + ".mat",
            Files.isDirectory(dataDir) ? "a folder without it" : "no such folder",
            "Download it with: data fetch svhn"));
  }

  private static LabelledDataset read(Path dataDir, String split) {
    Path file = file(dataDir, split);
    MatElements.check(file, MOST_FILE_BYTES);
    try (InputStream in = DataFile.open(file, MOST_FILE_BYTES, "");
        Source source = Sources.wrapInputStream(in);
        Mat5File mat =
            Mat5.newReader(source)
                .setEntryFilter(entry -> isWanted(entry.getName()))
                .setBufferAllocator(new BoundedAllocator(file))
                .disableSubsystemProcessing()
                .readMat()) {
      Matrix images = matrix(file, mat, "X");
      Matrix digits = matrix(file, mat, "y");
      int[] labels = labels(file, digits);
      return LabelledDataset.images(
              NAME + "/" + split, SHAPE, pixels(file, images, labels.length), NORMALIZATION)
          .classes(labels, IntStream.range(0, DIGITS).mapToObj(String::valueOf).toList())
          .augmentation(Augmentation.cropAndFlip())
          .build();
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // what the library makes of senseless contents
      throw e.getCause() instanceof DataException ours ? ours : corrupt(file, Causes.said(e), e);
    }
  }

  private static boolean isWanted(String name) {
    return name.equals("X") || name.equals("y");
  }

  private static Matrix matrix(Path file, Mat5File mat, String name) {
    Array array = mat.getArray(name);
    if (!(array instanceof Matrix matrix)) {
      throw corrupt(file, "no array " + name, null);
    }
    return matrix;
  }

  private static int[] labels(Path file, Matrix digits) {
    int count = digits.getNumElements();
    if (count < 1) {
      throw corrupt(file, "an empty y", null);
    }
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      double digit = digits.getDouble(i);
      if (!(digit >= 1 && digit <= DIGITS) || digit != Math.rint(digit)) {
        throw new DataException(
            file.toString(),
            Problem.BAD_LABEL,
            "digits 1 .. 10 in y, 10 for 0",
            digit + " at image " + i,
            "Is this the file of another data set?");
      }
      labels[i] = (int) digit % DIGITS;
    }
    return labels;
  }

  /** Images in rows, the values of a pixel together. */
  private static byte[] pixels(Path file, Matrix images, int count) {
    int[] sizes = images.getDimensions();
    int[] expected = {SHAPE.height(), SHAPE.width(), SHAPE.channels(), count};
    boolean single = count == 1 && Arrays.equals(sizes, Arrays.copyOf(expected, 3));
    if (images.getType() != MatlabType.UInt8 || !single && !Arrays.equals(sizes, expected)) {
      throw corrupt(
          file,
          "X of type "
              + images.getType()
              + " and sizes "
              + Arrays.toString(sizes)
              + " for "
              + count
              + " digits",
          null);
    }
    byte[] pixels = new byte[Math.multiplyExact(count, SHAPE.size())];
    int out = 0;
    for (int n = 0; n < count; n++) {
      for (int r = 0; r < SHAPE.height(); r++) {
        for (int c = 0; c < SHAPE.width(); c++) {
          for (int k = 0; k < SHAPE.channels(); k++) {
            pixels[out++] = images.getByte(r + 32 * c + 1024 * k + SHAPE.size() * n);
          }
        }
      }
    }
    return pixels;
  }

  private static DataException corrupt(Path file, String actual, @Nullable Exception e) {
    return new DataException(
        file.toString(), Problem.CORRUPT, FORMAT, actual, "Download it again.", e);
  }

  /** Gives out no more memory than the arrays of the official files need. */
  private static final class BoundedAllocator implements BufferAllocator {
    private final Path file;
    private long allocated;

    BoundedAllocator(Path file) {
      this.file = file;
    }

    @Override
    public ByteBuffer allocate(int bytes) {
      allocated += Math.max(0, bytes);
      if (allocated > MOST_ARRAY_BYTES) {
        throw DataFile.tooLarge(file.toString(), MOST_ARRAY_BYTES, "arrays of more");
      }
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {
      // left to the garbage collector
    }
  }
}
