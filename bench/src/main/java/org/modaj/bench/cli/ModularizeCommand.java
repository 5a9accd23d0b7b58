package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.LabelledData;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.record.RunRecord;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Recognizes the modules of a trained network. */
@Command(
    name = "modularize",
    description = "Recognizes each class's module in a trained network; prints sizes and overlap.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar modularize runs/a/checkpoint.safetensors --data-dir data \\",
      "      --threshold 0.9"
    })
final class ModularizeCommand implements Runnable {
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private RecognitionOptions recognition;
  @Mixin private ActivityOptions activity;

  @Override
  public void run() {
    Recognition rule = recognition.rule();
    activity.check();
    threads.apply();
    RunRecord record = RunRecord.start("modularize", threads.threads());
    SavedModel model = checkpoint.open();
    model.requireAllClasses("modularize");
    LabelledData data = checkpoint.data(model);
    Progress progress = output.progress();
    progress.say(
        "measuring activity on " + data.train().size() + " training " + data.input());
    Modularization modules = Modularization.of(model.network(), data, activity.policy(), rule, progress);
    record.put("checkpoint", checkpoint.file().toString());
    record.put("threshold", rule.threshold());
    record.put("activity", activity.toString());
    record.put("starved", rule.starved().name().toLowerCase(Locale.ROOT));
    output.print(new Report(record, model, modules, modules.metrics()));
  }

  private record Report(
      RunRecord record, SavedModel model, Modularization modules, ModuleMetrics metrics)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("classes", model.classNames());
      map.put("module_sizes", metrics.sizes());
      map.put("mean_module_size", metrics.meanSize());
      map.put("mean_overlap", metrics.meanOverlap());
      map.put("mean_overlap_artifact_count", metrics.meanStateOverlap());
      map.put("layers", modules.modules().layers());
      map.put("mean_kept_share", modules.modules().meanKeptShare());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      List<Double> shares = modules.modules().meanKeptShare();
      out.printf("%-24s %8s %22s%n", "layer", "units", "mean kept by a class");
      for (int l = 0; l < shares.size(); l++) {
        out.printf(
            Locale.ROOT,
            "%-24s %8d %20.1f %%%n",
            modules.modules().layers().get(l),
            modules.modules().units(l),
            100 * shares.get(l));
      }
      out.printf("%n%-24s %22s%n", "class", "module size");
      for (int c = 0; c < metrics.sizes().size(); c++) {
        out.printf(
            Locale.ROOT,
            "%2d %-21s %20.2f %%%n",
            c,
            model.classNames().get(c),
            100 * metrics.sizes().get(c));
      }
      out.printf(
          Locale.ROOT,
          "%nmean module size %.2f %%, mean overlap %.2f %% of the model's %,d parameters%n",
          100 * metrics.meanSize(),
          100 * metrics.meanOverlap(),
          model.network().parameterCount());
    }
  }
}
