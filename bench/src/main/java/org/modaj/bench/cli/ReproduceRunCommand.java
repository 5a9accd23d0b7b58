package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.bench.record.RunRecord;
import org.modaj.bench.report.ReportFiles;
import org.modaj.bench.reproduce.Cell;
import org.modaj.bench.reproduce.ClusterGridRun;
import org.modaj.bench.reproduce.Grid;
import org.modaj.bench.reproduce.GridOutcome;
import org.modaj.bench.reproduce.GridRun;
import org.modaj.bench.reproduce.GridSource;
import org.modaj.bench.reproduce.Question;
import org.modaj.bench.reproduce.Selection;
import org.modaj.bench.reproduce.Workbench;
import org.modaj.cluster.Cluster;
import org.modaj.engine.io.FolderLock;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Computes the cells of some research questions and writes the report. */
abstract class ReproduceRunCommand implements Runnable {
  private final Set<Question> questions;

  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private ReproduceOptions options;
  @Mixin private ClusterOptions where;

  private ReproduceRunCommand(Set<Question> questions) {
    this.questions = questions;
  }

  /** Reuse and replacement. */
  @Command(
      name = "rq1",
      description = {
        "RQ1: networks composed for sets of classes, and replaced classes.",
        "By every method: accuracy, size, FLOPs and latency by number of classes, and the replacement",
        "of a weak network's class by a module."
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExample:%n",
      footer = "  java -jar moda-bench.jar reproduce rq1 --scale smoke --models vgg16")
  static final class Reuse extends ReproduceRunCommand {
    Reuse() {
      super(EnumSet.of(Question.RQ1));
    }
  }

  /** Accuracy and training time. */
  @Command(
      name = "rq2",
      description = {
        "RQ2: accuracy before decomposition and training time, method by method.",
        "Trainings and timed steps take turns in one run, so that times compare."
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExample:%n",
      footer = "  java -jar moda-bench.jar reproduce rq2 --scale smoke")
  static final class Accuracy extends ReproduceRunCommand {
    Accuracy() {
      super(EnumSet.of(Question.RQ2));
    }
  }

  /** Objectives and threshold. */
  @Command(
      name = "rq3",
      description = {
        "RQ3: the objectives on and off, their weights, and the threshold.",
        "The weights are alpha, beta and gamma; on the first architecture only."
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExample:%n",
      footer = "  java -jar moda-bench.jar reproduce rq3 --scale smoke --seeds 1")
  static final class Parameters extends ReproduceRunCommand {
    Parameters() {
      super(EnumSet.of(Question.RQ3));
    }
  }

  /** All questions. */
  @Command(
      name = "all",
      description = "RQ1, RQ2 and RQ3.",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExample:%n",
      footer = "  java -jar moda-bench.jar reproduce all --scale quick --data-dir data")
  static final class All extends ReproduceRunCommand {
    All() {
      super(EnumSet.allOf(Question.class));
    }
  }

  @Override
  public void run() {
    Selection selection = options.selection(questions);
    if (where.isCluster()) {
      where.run("reproduce", threads, cluster -> run(selection, cluster));
    } else {
      threads.apply();
      run(selection, null);
    }
  }

  /** Computes here, or on a cluster. */
  private void run(Selection selection, @Nullable Cluster cluster) {
    RunRecord record =
        RunRecord.start("reproduce", cluster == null ? threads.threads() : cluster.threads());
    Path out = options.out();
    try {
      TrainingRun.prepare(out);
      try (FolderLock _ = FolderLock.take(out, "reproduce")) {
        Workbench bench = new Workbench(out, options.data(), progress(cluster));
        List<Cell> cells = Grid.cells(selection, options.data());
        GridOutcome outcome =
            cluster == null
                ? new GridRun(bench, selection.scale()).run(cells)
                : new ClusterGridRun(cluster, bench, where.sent(), selection.scale()).run(cells);
        ReportFiles report = ReportFiles.write(bench.store().all(), bench.store().failures(), out);
        record.put("scale", selection.scale().toString());
        record.put("cells", cells.size());
        record.put("computed", outcome.computed());
        if (cluster != null) {
          record.put("cluster", cluster.description());
        }
        record.put("failed", outcome.failed());
        output.print(new Report(record, cells.size(), outcome, report));
        outcome.requireAll(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Progress progress(@Nullable Cluster cluster) {
    return cluster == null ? output.progress() : where.progress(cluster);
  }

  /**
   * The same grid in another process.
   *
   * @param folder that the command was started in
   */
  GridSource.Opened open(Path folder, Progress progress) {
    Selection selection = options.selection(questions);
    return new GridSource.Opened(
        new Workbench(folder.resolve(options.out()), options.data(), progress),
        Grid.cells(selection, options.data()),
        selection.scale());
  }

  private record Report(RunRecord record, int cells, GridOutcome outcome, ReportFiles files)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.putAll(files.toMap());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      out.println(files.summary());
      int computed = outcome.computed();
      int there = cells - computed - outcome.failed().size();
      out.println(
          cells + " cells, " + computed + " of them computed now, " + there + " were there");
      files.writeText(out);
    }
  }
}
