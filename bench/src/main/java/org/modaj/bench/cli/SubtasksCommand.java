package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.bench.record.RunRecord;
import org.modaj.cluster.Cluster;
import org.modaj.data.DataSplit;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.reuse.ReuseEvaluation;
import org.modaj.moda.reuse.ReuseSummary;
import org.modaj.moda.reuse.ReuseSummary.Means;
import org.modaj.moda.reuse.SubTask;
import org.modaj.moda.reuse.SubTasks;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Composes and measures networks for all sets of classes. */
@Command(
    name = "subtasks",
    description = {
      "Composes networks for all sets of classes and measures each on the test samples.",
      "With ten classes these are 1,013 sets of two classes and more. The whole network, its other",
      "outputs ignored, is measured on the same samples. Prints means by number of classes."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar subtasks runs/a/checkpoint.safetensors --data-dir data \\",
      "      --modules runs/a/checkpoint.modules.safetensors --sizes 2-5"
    })
final class SubtasksCommand implements Runnable {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
  private static final long MIB = 1L << 20;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private ModulesOptions modules;
  @Mixin private ClusterOptions where;

  @Option(
      names = "--sizes",
      paramLabel = "FROM[-TO]",
      description = "Numbers of classes in a set (default: from 2 to all).")
  private @Nullable String sizes;

  @Option(
      names = "--sample",
      description =
          "Draw sets of each size at random, as many as give a share to within 8 points with 95 %%"
              + " confidence (Cochran), at most 151; needed where there are too many sets.")
  private boolean sample;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--memory",
      defaultValue = "1024",
      paramLabel = "MIB",
      description =
          "MiB for what networks compute and the next ones can use; more means fewer, larger batches"
              + " (default: ${DEFAULT-VALUE}).")
  private int memory;

  @Override
  public void run() {
    modules.check();
    if (memory < 1) {
      throw wrong("--memory must be at least 1, not " + memory);
    }
    if (where.isCluster()) {
      where.run("subtasks", threads, this::run);
    } else {
      threads.apply();
      run(null);
    }
  }

  /** Measures here, or on a cluster. */
  private void run(@Nullable Cluster cluster) {
    RunRecord record =
        RunRecord.start("subtasks", cluster == null ? threads.threads() : cluster.threads());
    Progress progress = cluster == null ? output.progress() : where.progress(cluster);
    SavedModel model = model();
    List<int[]> tasks = tasks(model.classNames().size());
    Opened opened = open(model, progress);
    record.put("checkpoint", checkpoint.file().toString());
    modules.describe(opened.recognized(), record);
    record.put("sample", sample);
    if (sample) {
      record.put("seed", seed);
    }
    if (cluster != null) {
      record.put("cluster", cluster.description());
    }
    long begin = System.nanoTime();
    SubtasksRun measured =
        cluster == null
            ? opened.measure(tasks, progress)
            : SubtasksRun.on(cluster, where.sent(), opened, tasks, progress);
    double seconds = Math.rint((System.nanoTime() - begin) / 1e6) / 1e3;
    output.print(
        new Report(
            record,
            opened.full().accuracy(),
            opened.recognized().metrics(),
            measured.tasks(),
            ReuseSummary.of(measured.tasks()),
            seconds,
            (double) measured.reused() / measured.steps()));
  }

  /** What the measuring needs, in this process. */
  Opened open(Progress progress) {
    return open(model(), progress);
  }

  private SavedModel model() {
    SavedModel model = checkpoint.open();
    model.requireAllClasses("subtasks");
    return model;
  }

  private Opened open(SavedModel model, Progress progress) {
    DataSplit data = checkpoint.data(model);
    Modularization recognized = modules.open(model, data, progress);
    Evaluation full =
        Evaluation.of(
            model.network(),
            new WatchedBatches(data.testBatches(), "evaluating the full model", progress));
    return new Opened(data, recognized, full, memory * MIB);
  }

  /**
   * What the measuring needs.
   *
   * @param data the data set
   * @param recognized the modules
   * @param full the whole network's logits on the test samples
   * @param memory bytes for what networks compute
   */
  record Opened(DataSplit data, Modularization recognized, Evaluation full, long memory) {
    /** Composes and measures networks for some sets of classes. */
    SubtasksRun measure(List<int[]> tasks, Progress progress) {
      ReuseEvaluation reuse =
          new ReuseEvaluation(
              recognized.composer(),
              full,
              (label, batch) -> data.testBatchesOf(new int[] {label}, batch),
              memory,
              progress);
      List<SubTask> measured = reuse.measure(tasks);
      return new SubtasksRun(measured, reuse.steps(), reuse.reusedSteps());
    }
  }

  private List<int[]> tasks(int classes) {
    int smallest = Math.min(2, classes);
    int largest = classes;
    if (sizes != null) {
      Matcher range = RANGE.matcher(sizes);
      if (!range.matches()) {
        throw wrong("--sizes must be one number or two as in 2-5, not \"" + sizes + "\"");
      }
      smallest = Integer.parseInt(range.group(1));
      largest = range.group(2) == null ? smallest : Integer.parseInt(range.group(2));
    }
    try {
      return sample
          ? SubTasks.sample(classes, smallest, largest, seed)
          : SubTasks.all(classes, smallest, largest);
    } catch (ModularizationException e) {
      throw wrong(e.getMessage() + (sample ? "" : " (--sample)"));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private record Report(
      RunRecord record,
      double accuracy,
      ModuleMetrics metrics,
      List<SubTask> tasks,
      ReuseSummary summary,
      double seconds,
      double reused)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("accuracy", accuracy);
      map.put("mean_module_size", metrics.meanSize());
      map.put("mean_overlap", metrics.meanOverlap());
      map.put("evaluation_seconds", seconds);
      map.put("reused_layers", reused);
      map.put("mean_over_tasks", toMap(summary.overTasks()));
      map.put("mean_over_sizes", toMap(summary.overSizes()));
      map.put("by_size", summary.bySize().stream().map(Report::toMap).toList());
      map.put("tasks", tasks.stream().map(Modularization::toMap).toList());
      return map;
    }

    private static Map<String, Object> toMap(Means means) {
      Map<String, Object> map = new LinkedHashMap<>();
      if (means.classes() > 0) {
        map.put("classes", means.classes());
      }
      map.put("tasks", means.tasks());
      map.put("composed_accuracy", means.composed());
      map.put("full_accuracy", means.full());
      map.put("gap", means.gap());
      map.put("size", means.size());
      map.put("flops_share", means.flops());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      out.printf(
          "%-12s %6s %10s %10s %10s %10s %10s%n",
          "classes", "tasks", "composed", "full", "gap", "size", "FLOPs");
      summary.bySize().forEach(means -> row(out, Integer.toString(means.classes()), means));
      row(out, "all tasks", summary.overTasks());
      row(out, "all sizes", summary.overSizes());
      out.printf(
          Locale.ROOT,
          "%naccuracies, sizes and FLOPs in %%, gaps in points; \"all tasks\" counts every task alike,"
              + " \"all sizes\" every size%n"
              + "full model %.2f %%, mean module size %.2f %%, mean overlap %.2f %%%n"
              + "%d networks in %.1f s; %.0f %% of their layers were shared%n",
          100 * accuracy,
          100 * metrics.meanSize(),
          100 * metrics.meanOverlap(),
          tasks.size(),
          seconds,
          100 * reused);
    }

    private static void row(PrintWriter out, String name, Means means) {
      out.printf(
          Locale.ROOT,
          "%-12s %,6d %10.2f %10.2f %+10.2f %10.2f %10.2f%n",
          name,
          means.tasks(),
          100 * means.composed(),
          100 * means.full(),
          100 * means.gap(),
          100 * means.size(),
          100 * means.flops());
    }
  }
}
