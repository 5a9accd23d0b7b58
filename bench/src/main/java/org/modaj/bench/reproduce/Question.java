package org.modaj.bench.reproduce;

import java.util.Locale;

/** The paper's research questions. */
public enum Question {
  /** Reuse and replacement of modules. */
  RQ1,
  /** Accuracy and training time. */
  RQ2,
  /** What the objectives and the threshold do. */
  RQ3;

  /** Its name on the command line and in records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
