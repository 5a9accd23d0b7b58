package org.modaj.data.cifar;

import java.util.ArrayList;
import java.util.List;
import org.modaj.data.ImageShape;

/**
 * What the files of a CIFAR data set are like.
 *
 * <p>A file is a sequence of records without header or trailer: one byte for each label, then 1024
 * bytes of red, 1024 of green, 1024 of blue, each plane row by row.
 *
 * @param title what messages call it
 * @param archive the official archive
 * @param folder the folder in it
 * @param train the files to learn from
 * @param test the file to measure on
 * @param labels the labels of a record, in the order of their bytes
 */
record CifarFormat(
    String title,
    String archive,
    String folder,
    List<String> train,
    String test,
    List<Label> labels) {
  static final ImageShape SHAPE = new ImageShape(32, 32, 3);

  private static final String ADDRESS = "https://www.cs.toronto.edu/~kriz/";

  /**
   * One label of a record.
   *
   * @param classes how many there are
   * @param namesFile the file with their names, one a line
   * @param officialNames the names where that file is missing; empty if it must be there
   */
  record Label(int classes, String namesFile, List<String> officialNames) {}

  int recordBytes() {
    return labels.size() + SHAPE.size();
  }

  String address() {
    return ADDRESS + archive;
  }

  /** Files without which there is no such data set. */
  List<String> dataFiles() {
    List<String> files = new ArrayList<>(train);
    files.add(test);
    return files;
  }
}
