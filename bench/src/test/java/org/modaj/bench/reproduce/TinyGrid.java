package org.modaj.bench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.nn.progress.Progress;

/**
 * The grid of the scale smoke on few images and of four classes and with the smallest network:
 * seconds of work.
 */
public final class TinyGrid {
  private static final DataSplit DATA = EmbeddedImages.generate(7, 200, 60).select(0, 1, 2, 3);

  private TinyGrid() {}

  /** What is wanted. */
  static Selection selection(Question... questions) {
    return new Selection(
        Scale.SMOKE,
        questions.length == 0 ? EnumSet.allOf(Question.class) : EnumSet.copyOf(Set.of(questions)),
        List.of("lenet5"),
        List.of("embedded"),
        null,
        null);
  }

  /** A bench with these data. */
  static Workbench bench(Path out, Progress progress) {
    return new Workbench(out, name -> DATA, progress);
  }

  /** The cells. */
  static List<Cell> cells(Question... questions) {
    return Grid.cells(selection(questions), name -> DATA);
  }

  /** Computes what is not there; returns how many cells were. */
  static int run(Path out, Progress progress, Question... questions) throws IOException {
    return new GridRun(bench(out, progress), Scale.SMOKE).run(cells(questions)).computed();
  }

  /** The records of all questions, computed in a folder. */
  public static List<CellRecord> records(Path out) throws IOException {
    run(out, Progress.none());
    return new CellStore(out).all();
  }
}
