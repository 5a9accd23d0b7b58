package org.modaj.data.catalog;

import java.util.List;
import java.util.Optional;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.SampleKind;
import org.modaj.data.cifar.Cifar10;
import org.modaj.data.cifar.Cifar100;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.embedded.EmbeddedSequences;
import org.modaj.data.folder.ImageFolder;
import org.modaj.data.idx.IdxImages;
import org.modaj.data.optdigits.OpticalDigits;
import org.modaj.data.svhn.Svhn;
import org.modaj.data.table.CsvTable;
import org.modaj.data.text.EmbeddedText;
import org.modaj.data.text.LabelledLines;
import org.modaj.data.vowels.JapaneseVowels;

/** The data sets that can be had by name; a new one is a line here. */
public final class DataCatalog {
  private static final List<DataSource> SOURCES =
      List.of(
          new Generated(
              "embedded",
              SampleKind.IMAGES,
              "generated colour images of 32x32 pixels in 10 classes",
              options -> EmbeddedImages.load()),
          new Cifar10(),
          new Cifar100(Cifar100.Labels.FINE),
          new Cifar100(Cifar100.Labels.COARSE),
          new Svhn(),
          IdxImages.mnist(),
          IdxImages.fashionMnist(),
          new OpticalDigits(),
          ImageFolder.imageNet100R(),
          ImageFolder.imageNet100D(),
          ImageFolder.any(),
          new Generated(
              "embedded-sequences",
              SampleKind.SEQUENCES,
              "generated sequences of 12 to 29 steps of 6 features in 12 classes",
              options -> EmbeddedSequences.load()),
          new JapaneseVowels(),
          new Generated(
              "embedded-text",
              SampleKind.TEXTS,
              "generated English sentences in 8 classes",
              options -> EmbeddedText.load()),
          new LabelledLines(),
          new CsvTable());

  private DataCatalog() {}

  /** Returns all data sets. */
  public static List<DataSource> sources() {
    return SOURCES;
  }

  /** Returns the names of all data sets. */
  public static List<String> names() {
    return SOURCES.stream().map(DataSource::name).toList();
  }

  /** Returns the data set of this name, if there is one. */
  public static Optional<DataSource> find(String name) {
    return SOURCES.stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /**
   * Returns the data set of this name.
   *
   * @throws DataException if there is none; lists those that are
   */
  public static DataSource source(String name) {
    return find(name)
        .orElseThrow(() ->
            new DataException(
                "data set",
                Problem.MISSING,
                "one of " + String.join(", ", names()),
                "\"" + name + "\"",
                ""));
  }
}
