package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.RandomStep.Work;
import org.modaj.bench.experiment.StepCount;
import org.modaj.bench.experiment.StepTiming;
import org.modaj.bench.experiment.StepTiming.Times;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.bench.record.RunRecord;
import org.modaj.nn.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times training steps or inference on random input. */
@Command(
    name = "step",
    description = {
      "Times training steps or inference of a network on random input.",
      "The input is 32x32 images; for lstm it is sequences of 128 steps with 64 features."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar step vgg16 --width 0.25 --method moda --json")
final class StepCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;

  @Parameters(
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description = "Architecture: ${COMPLETION-CANDIDATES}.")
  private String model;

  @Option(
      names = "--method",
      defaultValue = "st",
      paramLabel = "METHOD",
      description =
          "st (standard), moda (modular) or mwt (modularizing while training)"
              + " (default: ${DEFAULT-VALUE}).")
  private Method method;

  @Option(names = "--infer", description = "Time inference instead of training.")
  private boolean infer;

  @Option(
      names = "--width",
      defaultValue = "1.0",
      paramLabel = "W",
      description = "Multiplier of channels and hidden units (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--batch",
      defaultValue = "128",
      paramLabel = "N",
      description = "Samples in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Steps that count (default: at least 5 and at least 2 seconds, but no more than 200).")
  private @Nullable Integer steps;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Steps before, for the compiler, whose times do not count"
              + " (default: at least 10 and at least 5 seconds).")
  private @Nullable Integer warmUp;

  @Override
  public void run() {
    check(
        Models.names().contains(model),
        "unknown model \"" + model + "\"; one of " + String.join(", ", Models.names()));
    check(width > 0 && width <= 16, "--width must be above 0 and at most 16, not " + width);
    check(batch >= 1, "--batch must be at least 1, not " + batch);
    check(
        batch <= TrainCommand.MOST_BATCH,
        "--batch must be at most " + TrainCommand.MOST_BATCH + ", not " + batch);
    check(steps == null || steps >= 1, "--steps must be at least 1, not " + steps);
    check(warmUp == null || warmUp >= 0, "--warm-up must be at least 0, not " + warmUp);
    threads.apply();
    RunRecord record = RunRecord.start("step", threads.threads());
    Work work = infer ? Work.INFER : Work.valueOf(method.name());
    StepCount before = warmUp == null ? StepCount.WARM_UP : StepCount.exactly(warmUp);
    StepCount counted = steps == null ? StepCount.COUNTED : StepCount.exactly(steps);
    output.progress().say("timing " + model + ": " + before + " to warm up, then " + counted);
    output.print(
        new Report(record, new StepTiming(model, work, width, batch, before, counted).run()));
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private record Report(RunRecord record, Times times) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("run_seconds", map.remove("seconds"));
      map.putAll(times.toMap());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%s: median %.4f s a step of %d samples, %.1f samples/s (%d steps after %d)%n",
          times.timing().model(),
          times.median(),
          times.timing().batch(),
          times.timing().batch() / times.median(),
          times.seconds().size(),
          times.warmUp());
    }
  }
}
