package org.modaj.data.cifar;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.file.DataFile;
import org.modaj.data.file.TextFile;
import org.modaj.data.transform.Augmentation;

/**
 * Reads one labelling of a CIFAR data set.
 *
 * @param name the data set's name
 * @param format its files
 * @param label which of a record's labels is learned
 * @param normalization the usual one
 */
record CifarReader(String name, CifarFormat format, int label, Normalization normalization) {

  DataSplit load(Path dataDir, int recordsPerFile) {
    CifarRecords train = new CifarRecords(format, format.train(), recordsPerFile);
    CifarRecords test = new CifarRecords(format, List.of(format.test()), recordsPerFile);
    List<String> classNames = read(dataDir, List.of(train, test));
    return new DataSplit(
        name, dataset("train", train, classNames), dataset("test", test, classNames));
  }

  LabelledDataset loadTest(Path dataDir, int recordsPerFile) {
    CifarRecords test = new CifarRecords(format, List.of(format.test()), recordsPerFile);
    return dataset("test", test, read(dataDir, List.of(test)));
  }

  /** Fills the parts and returns the class names. */
  private List<String> read(Path dataDir, List<CifarRecords> parts) {
    CifarFormat.Label learned = format.labels().get(label);
    Set<String> required = new HashSet<>();
    parts.forEach(part -> required.addAll(part.files()));
    Set<String> optional = Set.of(learned.namesFile());
    Map<String, List<String>> names = new TreeMap<>();
    CifarFiles.locate(format, dataDir)
        .readAll(
            required,
            optional,
            (file, where, bytes, in) -> {
              if (file.equals(learned.namesFile())) {
                byte[] text = DataFile.readAll(in, where, TextFile.MOST_NAMES_BYTES);
                names.put(where, TextFile.classNames(text, where));
              }
              for (CifarRecords part : parts) {
                if (part.files().contains(file)) {
                  part.read(file, where, bytes, in);
                }
              }
            });
    names.forEach((where, found) -> requireCount(where, learned.classes(), found.size()));
    return names.values().stream().findFirst().orElse(learned.officialNames());
  }

  private static void requireCount(String where, int expected, int actual) {
    if (actual != expected) {
      throw new DataException(
          where,
          Problem.CORRUPT,
          expected + " class names, one a line",
          actual + " names",
          "Is this the folder of another data set?");
    }
  }

  private LabelledDataset dataset(String split, CifarRecords part, List<String> classNames) {
    return LabelledDataset.images(
            name + "/" + split, CifarFormat.SHAPE, part.pixels(), normalization)
        .classes(part.labels(label), classNames)
        .augmentation(Augmentation.cropAndFlip())
        .build();
  }
}
