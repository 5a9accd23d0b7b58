package org.modaj.data.folder;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.file.Causes;
import org.modaj.data.file.DataFile;

/**
 * Decodes image files to three channels: grey is repeated, transparency dropped, palettes looked
 * up, 16 bits rounded to 8, CMYK converted, photographs turned upright as EXIF says. Colour
 * profiles of RGB images do not count, as in PyTorch.
 *
 * <p>A file may have at most 64 MiB, an image at most 64 million pixels (192 MB when decoded): a
 * header that states more is refused before anything is allocated. A truncated file is an error,
 * though a decoder may fill in what is missing.
 */
final class ImageDecoder {
  /** Bytes in front of a PNG's first chunk. */
  private static final int PNG_SIGNATURE = 8;

  /** Length, name and checksum of a PNG's chunk. */
  private static final int PNG_CHUNK = 12;

  private static final int IEND = 0x49454E44;

  private static final int MOST_FILE_BYTES = 64 << 20;
  private static final long MOST_PIXELS = 64_000_000;
  private static final int CHANNELS = 3;
  private static final int FULL = 255;

  private ImageDecoder() {}

  /**
   * Reads the size that a file's header states.
   *
   * @throws DataException if it is no image file, or one that is too large
   */
  static ImageShape size(Path file) {
    DataFile.require(file, MOST_FILE_BYTES, "");
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return withReader(file, in, ImageDecoder::size);
    } catch (IOException e) {
      throw damaged(file, Causes.said(e), e);
    }
  }

  /**
   * Decodes a file.
   *
   * @throws DataException if it is no image file, damaged, or too large
   */
  static Image decode(Path file) {
    return decode(DataFile.readAll(file, MOST_FILE_BYTES, ""), file);
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param file names them in messages
   * @throws DataException if they are no image, damaged, or too large
   */
  static Image decode(byte[] bytes, Path file) {
    if (bytes.length > MOST_FILE_BYTES) {
      throw DataFile.tooLarge(file.toString(), MOST_FILE_BYTES, bytes.length + " bytes");
    }
    boolean jpeg = isMarker(bytes, 0, 0xD8);
    boolean whole = jpeg ? hasEnd(bytes) : !isPng(bytes) || hasLastChunk(bytes);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      if (!whole) {
        withReader(file, in, ImageDecoder::size); // a size out of bounds is the first thing to say
        throw truncated(file);
      }
      Image image = withReader(file, in, ImageDecoder::decode);
      return jpeg ? Orientation.upright(image, Orientation.of(bytes)) : image;
    } catch (IOException e) {
      throw damaged(file, Causes.said(e), e);
    }
  }

  private static boolean isMarker(byte[] bytes, int at, int marker) {
    return at + 1 < bytes.length && (bytes[at] & FULL) == 0xFF && (bytes[at + 1] & FULL) == marker;
  }

  /**
   * Whether the mark of a JPEG's end stands after its first scan begins; a preview in front of it
   * has one of its own. Decoders fill in what is missing, some without a word.
   */
  private static boolean hasEnd(byte[] bytes) {
    int at = 2;
    while (at + 3 < bytes.length && (bytes[at] & FULL) == 0xFF && !isMarker(bytes, at, 0xDA)) {
      at += 2 + ((bytes[at + 2] & FULL) << 8 | bytes[at + 3] & FULL);
    }
    for (int i = at; i < bytes.length - 1; i++) {
      if (isMarker(bytes, i, 0xD9)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPng(byte[] bytes) {
    return bytes.length > 3 && (bytes[0] & FULL) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N';
  }

  /** Whether a PNG's chunks end with the last one, {@code IEND}. */
  private static boolean hasLastChunk(byte[] bytes) {
    ByteBuffer chunks = ByteBuffer.wrap(bytes);
    long at = PNG_SIGNATURE;
    while (at + PNG_CHUNK <= bytes.length) {
      int length = chunks.getInt((int) at);
      if (chunks.getInt((int) at + 4) == IEND) {
        return true;
      }
      at += PNG_CHUNK + Integer.toUnsignedLong(length);
    }
    return false;
  }

  private static DataException truncated(Path file) {
    return new DataException(
        file.toString(), Problem.TRUNCATED, "a whole image", "its end before", "Get it again.");
  }

  private interface Use<T> {
    T apply(Path file, ImageReader reader) throws IOException;
  }

  private static <T> T withReader(Path file, ImageInputStream in, Use<T> use) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw damaged(file, "something else", null);
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, true, true);
      return use.apply(file, reader);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) { // what decoders make of contents that make no sense
      throw damaged(file, Causes.said(e), e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageShape size(Path file, ImageReader reader) throws IOException {
    long height = reader.getHeight(0);
    long width = reader.getWidth(0);
    if (height < 1 || width < 1 || height * width > MOST_PIXELS) {
      throw new DataException(
          file.toString(),
          Problem.TOO_LARGE,
          "an image of 1 .. " + MOST_PIXELS + " pixels",
          width + "x" + height,
          "");
    }
    return new ImageShape((int) height, (int) width, CHANNELS);
  }

  private static Image decode(Path file, ImageReader reader) throws IOException {
    size(file, reader);
    AtomicReference<@Nullable String> truncated = new AtomicReference<>();
    reader.addIIOReadWarningListener((source, warning) -> {
      if (warning.startsWith("Truncated") || warning.startsWith("Premature end")) {
        truncated.set(warning);
      }
    });
    BufferedImage image = reader.read(0);
    if (truncated.get() != null) {
      throw truncated(file);
    }
    return toRgb(image);
  }

  /** The image with three channels. */
  static Image toRgb(BufferedImage image) {
    ImageShape shape = new ImageShape(image.getHeight(), image.getWidth(), CHANNELS);
    byte[] values = new byte[shape.size()];
    boolean palette =
        image.getColorModel() instanceof IndexColorModel
            || image.getRaster().getNumBands() > 4
            || image.getRaster().getTransferType() > DataBuffer.TYPE_USHORT;
    for (int y = 0; y < shape.height(); y++) {
      if (palette) {
        rowByColorModel(image, y, values);
      } else {
        rowByBands(image, y, values);
      }
    }
    return new Image(shape, values);
  }

  private static void rowByColorModel(BufferedImage image, int y, byte[] values) {
    int at = y * image.getWidth() * CHANNELS;
    for (int argb : image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth())) {
      values[at++] = (byte) (argb >> 16);
      values[at++] = (byte) (argb >> 8);
      values[at++] = (byte) argb;
    }
  }

  /** The stored numbers themselves: the JDK would take grey for linear light and brighten it. */
  private static void rowByBands(BufferedImage image, int y, byte[] values) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] row =
        raster.getPixels(
            raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, (int[]) null);
    boolean grey = bands < CHANNELS;
    int at = y * raster.getWidth() * CHANNELS;
    for (int x = 0; x < raster.getWidth(); x++) {
      for (int c = 0; c < CHANNELS; c++) {
        int band = grey ? 0 : c;
        int most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        int value = row[x * bands + band];
        values[at++] = (byte) (most == FULL ? value : Math.round((double) value * FULL / most));
      }
    }
  }

  private static DataException damaged(Path file, String actual, @Nullable Exception cause) {
    return new DataException(
        file.toString(), Problem.CORRUPT, "a JPEG, PNG, GIF or BMP image", actual, "", cause);
  }
}
