package org.modaj.data.folder;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.Image;
import org.modaj.data.file.DataFile;

/**
 * Single image files, decoded as those of an {@link ImageFolder}: JPEG, PNG, GIF and BMP to three
 * channels, photographs upright. At most 64 MiB and 64 million pixels.
 */
public final class ImageFiles {
  /** How names of image files end. */
  static final List<String> ENDINGS = List.of("jpg", "jpeg", "png", "gif", "bmp");

  private ImageFiles() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing, no image, damaged, or too large
   */
  public static Image read(Path file) {
    return ImageDecoder.decode(file);
  }

  /**
   * Reads the bytes of a file, such as those that a browser sent.
   *
   * @param name what messages call them
   * @throws DataException if they are no image, damaged, or too large
   */
  public static Image read(byte[] bytes, String name) {
    return ImageDecoder.decode(bytes, Path.of(name.replace('\0', '?')));
  }

  /** The pixels of an image in memory. */
  public static Image of(BufferedImage image) {
    return ImageDecoder.toRgb(image);
  }

  /**
   * The image files in a folder, not in folders inside of it, sorted by name: visible files that
   * end like one.
   *
   * @throws DataException if there is none, or the folder cannot be read
   */
  public static List<Path> in(Path folder) {
    DataFile.requireFolder(folder);
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> images = all.filter(ImageFiles::isImage).sorted().toList();
      if (images.isEmpty()) {
        throw new DataException(
            folder.toString(), Problem.EMPTY, "files that end in " + ENDINGS, "none", "");
      }
      return images;
    } catch (IOException e) {
      throw DataFile.unreadable(folder.toString(), e);
    }
  }

  /** Whether a visible file's name ends like an image's. */
  static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        && !Files.isDirectory(file);
  }
}
