package org.modaj.data;

/** What the samples of a data set are. */
public enum SampleKind {
  /** Pixels: {@code [height, width, channels]}. */
  IMAGES("image"),
  /** Series of steps of different lengths: {@code [steps, features]}. */
  SEQUENCES("sequence"),
  /** Numbers in an array of one shape, such as the columns of a table. */
  FEATURES("sample"),
  /** Series of characters or words by number: {@code [steps]} or {@code [steps, vocabulary]}. */
  TEXTS("text");

  private final String singular;

  SampleKind(String singular) {
    this.singular = singular;
  }

  /** Returns what messages call one of them; {@code s} makes the plural. */
  public String singular() {
    return singular;
  }

  /** Returns what messages call several, such as {@code "images"}. */
  @Override
  public String toString() {
    return singular + "s";
  }
}
