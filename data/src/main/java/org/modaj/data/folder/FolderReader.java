package org.modaj.data.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.DatasetBuilder;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.ReadOptions;
import org.modaj.data.file.DataFile;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.HorizontalFlip;
import org.modaj.data.transform.RandomResizedCrop;

/**
 * Reads {@code train/<class>/*} and {@code val/<class>/*}.
 *
 * <p>Files of other kinds than images, and hidden ones, do not count. At most 10 million files are
 * read.
 */
final class FolderReader {
  private static final int MOST_FILES = 10_000_000;
  private static final int MOST_NAMED = 5;

  /** The constants of ImageNet. */
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private final String name;
  private final ReadOptions options;
  private final Path root;
  private final int imageSize;
  private final DecodedImages memory;

  /**
   * Prepares to read.
   *
   * @param name of the data set
   */
  FolderReader(String name, Path root, ReadOptions options) {
    this.name = name;
    this.options = options;
    this.root = root;
    this.imageSize = options.imageSize() == 0 ? ReadOptions.USUAL_IMAGE_SIZE : options.imageSize();
    this.memory = new DecodedImages(options.imageCacheBytes());
  }

  /**
   * Reads both splits.
   *
   * @param folders the folder of each class; null for all folders, in the order of their names
   * @param names the name of each class; null for those of the folders
   */
  DataSplit read(@Nullable List<String> folders, @Nullable List<String> names) {
    Path train = split("train");
    Path test = Files.isDirectory(root.resolve("val")) ? split("val") : split("test");
    List<String> classes = folders == null ? classFolders(train) : folders;
    if (folders == null) {
      requireKnown(classes, test);
    }
    List<String> classNames = names == null ? classes : names;
    return new DataSplit(
        name, read(train, "train", classes, classNames), read(test, "test", classes, classNames));
  }

  private Path split(String split) {
    Path folder = root.resolve(split);
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          root.toString(),
          Problem.MISSING,
          "the folders train and val (or test), with a folder for each class in them",
          Files.isDirectory(root) ? "a folder without " + split : "no such folder",
          "");
    }
    return folder;
  }

  /** The names of the visible folders in a folder, sorted by character code. */
  private static List<String> classFolders(Path folder) {
    List<String> names =
        list(folder).stream()
            .filter(Files::isDirectory)
            .map(f -> f.getFileName().toString())
            .sorted()
            .toList();
    if (names.isEmpty()) {
      throw new DataException(
          folder.toString(), Problem.EMPTY, "a folder for each class", "none", "");
    }
    return names;
  }

  private static void requireKnown(List<String> classes, Path test) {
    for (String name : classFolders(test)) {
      if (!classes.contains(name)) {
        throw new DataException(
            test.resolve(name).toString(),
            Problem.UNKNOWN_CLASS,
            "only classes that train has",
            "\"" + name + "\"",
            "Remove the folder, or add the class to train.");
      }
    }
  }

  private LabelledDataset read(
      Path split, String part, List<String> classes, List<String> classNames) {
    List<String> names = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      Path folder = split.resolve(classes.get(c));
      if (Files.isDirectory(folder)) {
        for (Path file : list(folder)) {
          if (ImageFiles.isImage(file)) {
            names.add(root.relativize(file).toString());
            labels.add(c);
          }
        }
      } else if (part.equals("train")) {
        throw new DataException(
            folder.toString(),
            Problem.MISSING,
            "the folder of class " + c + ", " + classNames.get(c),
            "none",
            "");
      }
      if (names.size() > MOST_FILES) {
        throw new DataException(
            split.toString(), Problem.TOO_LARGE, "at most " + MOST_FILES + " files", "more", "");
      }
    }
    if (names.isEmpty()) {
      throw new DataException(
          split.toString(),
          Problem.EMPTY,
          "image files in the folders of the classes",
          "none",
          "Their names must end in "
              + String.join(", ", ImageFiles.ENDINGS.stream().sorted().toList())
              + ".");
    }
    return dataset(part, names, labels, classNames);
  }

  private LabelledDataset dataset(
      String part, List<String> names, List<Integer> labels, List<String> classNames) {
    Map<Integer, DataException> failures = check(names);
    int[] good = IntStream.range(0, names.size()).filter(i -> !failures.containsKey(i)).toArray();
    List<DataException> inOrder =
        failures.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    if (!inOrder.isEmpty() && (!options.skipUnreadable() || good.length == 0)) {
      DataException first = inOrder.getFirst();
      throw new DataException(
          first.file(),
          first.problem(),
          first.expected(),
          first.actual(),
          inOrder.size()
              + " of "
              + names.size()
              + " image files cannot be read"
              + (inOrder.size() > 1 ? ": " + named(inOrder) : "")
              + ". Mend or remove them, or leave them out with --skip-unreadable.",
          first);
    }
    List<String> kept = Arrays.stream(good).mapToObj(names::get).toList();
    long[] bytes = kept.stream().mapToLong(n -> bytes(root.resolve(n))).toArray();
    FileSamples samples =
        new FileSamples(
            new FileSamples.FolderFiles(root, kept, bytes), imageSize, NORMALIZATION, memory);
    DatasetBuilder builder =
        LabelledDataset.of(name + "/" + part, samples)
            .classes(Arrays.stream(good).map(labels::get).toArray(), classNames)
            .augmentation(Augmentation.of(new RandomResizedCrop(imageSize), new HorizontalFlip()));
    if (!inOrder.isEmpty()) {
      builder.note(
          inOrder.size()
              + " of "
              + names.size()
              + " image files of "
              + part
              + " left out that cannot be read: "
              + named(inOrder));
    }
    return builder.build();
  }

  /**
   * Finds files that cannot be read: by their headers, or, where such are to be left out, by
   * decoding them whole.
   */
  private Map<Integer, DataException> check(List<String> names) {
    Map<Integer, DataException> failures = new HashMap<>();
    IntStream.range(0, names.size())
        .parallel()
        .forEach(i -> {
          Path file = root.resolve(names.get(i));
          try {
            ImageShape size = ImageDecoder.size(file);
            if (options.skipUnreadable()) {
              Image whole = ImageDecoder.decode(file);
              memory.expect(whole.values().length);
            } else {
              memory.expect(size.size());
            }
          } catch (DataException e) {
            synchronized (failures) {
              failures.put(i, e);
            }
          }
        });
    return failures;
  }

  private static String named(List<DataException> failures) {
    String names =
        String.join(", ", failures.stream().limit(MOST_NAMED).map(DataException::file).toList());
    return failures.size() > MOST_NAMED ? names + ", …" : names;
  }

  private static long bytes(Path file) {
    return DataFile.require(file, Long.MAX_VALUE, "");
  }

  /** The visible entries of a folder, sorted by the character codes of their names. */
  private static List<Path> list(Path folder) {
    DataFile.requireFolder(folder);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw DataFile.unreadable(folder.toString(), e);
    }
  }
}
