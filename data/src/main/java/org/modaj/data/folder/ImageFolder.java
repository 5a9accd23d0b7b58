package org.modaj.data.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.file.DataFile;
import org.modaj.data.file.TextFile;

/**
 * Image files in {@code train/<class>/*} and {@code val/<class>/*} (or {@code test/<class>/*}).
 *
 * <p>JPEG, PNG, GIF and BMP files of any size, grey, with a palette, of 16 bits or CMYK; see the
 * package for what becomes of them. Training images are augmented by a random resized crop and a
 * flip; others are resized and their middle is taken. Decoded images are kept in memory within
 * {@link ReadOptions#imageCacheBytes}.
 *
 * <p>A file that cannot be read stops the reading, named, with the number of such files; with
 * {@link ReadOptions#skipUnreadable} such files are left out, and every file is decoded once to
 * find them.
 */
public final class ImageFolder implements DataSource {
  private final String name;
  private final String description;
  private final @Nullable List<String> classLines;

  private ImageFolder(String name, String description, @Nullable List<String> classLines) {
    this.name = name;
    this.description = description;
    this.classLines = classLines;
  }

  /** Returns the source for any such folder: the classes are the folders, sorted by their names. */
  public static ImageFolder any() {
    return new ImageFolder("folder", "image files, a folder for each class", null);
  }

  /** Returns the 100 random classes of ImageNet of the paper, in the order of its list. */
  public static ImageFolder imageNet100R() {
    return new ImageFolder(
        "imagenet100r", "100 random classes of ImageNet", list("imagenet100r-classes.txt"));
  }

  /** Returns the 100 breeds of dogs of ImageNet of the paper, in the order of its list. */
  public static ImageFolder imageNet100D() {
    return new ImageFolder(
        "imagenet100d", "100 breeds of dogs of ImageNet", list("imagenet100d-classes.txt"));
  }

  private static List<String> list(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ImageFolder.class.getResourceAsStream(resource), resource)) {
      byte[] text = DataFile.readAll(in, resource, TextFile.MOST_NAMES_BYTES);
      return TextFile.classNames(text, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String layout() {
    String folder = classLines == null ? "<class>" : "<WordNet id>";
    return "train/" + folder + "/* and val/" + folder + "/*";
  }

  /** Returns the WordNet ids, which are the folders, in label order; null for any folder. */
  public @Nullable List<String> folders() {
    return classLines == null
        ? null
        : classLines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }

  /** Returns the names of the classes in label order; null where the folders tell. */
  public @Nullable List<String> classNames() {
    return classLines == null
        ? null
        : classLines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  @Override
  public DataSplit load(ReadOptions options) {
    Path root = options.requireFolder(name, layout());
    return new FolderReader(name, root, options).read(folders(), classNames());
  }
}
