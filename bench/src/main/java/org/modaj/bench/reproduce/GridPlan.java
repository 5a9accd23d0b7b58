package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.engine.Autograd;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.model.Models;
import org.modaj.nn.train.MemoryEstimate;

/**
 * What a grid will take: cells, hours on this machine from steps that were measured on it, memory,
 * and what is done.
 *
 * @param cells one line each
 * @param memoryMib of the largest training
 */
public record GridPlan(List<Line> cells, long memoryMib) {
  private static final int WARM_UP = 2;
  private static final int COUNTED = 3;
  private static final double SECONDS_PER_HOUR = 3600;

  /**
   * One cell.
   *
   * @param id of the cell
   * @param hours that it will take, or took
   * @param isDone whether it has its record
   */
  public record Line(String id, double hours, boolean isDone) {
    /** The line by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("cell", id);
      map.put("hours", hours);
      map.put("done", isDone);
      return map;
    }
  }

  /** Hours of the cells that are not done. */
  public double hoursLeft() {
    return cells.stream().filter(line -> !line.isDone()).mapToDouble(Line::hours).sum();
  }

  /** How many cells are done. */
  public long done() {
    return cells.stream().filter(Line::isDone).count();
  }

  /**
   * Measures some steps of each kind and estimates.
   *
   * @param batch samples of a step
   */
  public static GridPlan of(List<Cell> cells, Workbench bench, int batch) throws IOException {
    Map<String, Speed> speeds = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    long memory = 0;
    for (Cell cell : cells) {
      if (bench.isFinished(cell)) {
        double seconds = bench.record(cell).measuredHere().at("seconds").number();
        lines.add(new Line(cell.id(), seconds / SECONDS_PER_HOUR, true));
        continue;
      }
      Cell.Work work = cell.work();
      String key = work.model() + " " + work.width() + " " + cell.data();
      Speed speed = speeds.get(key);
      if (speed == null) {
        speed = Speed.measure(work, cells, bench, cell.data(), batch);
        speeds.put(key, speed);
      }
      memory = Math.max(memory, speed.memoryMib());
      lines.add(new Line(cell.id(), speed.seconds(work) / SECONDS_PER_HOUR, false));
    }
    return new GridPlan(lines, memory);
  }

  /**
   * How fast one network is on this machine.
   *
   * @param step seconds of a training step by method
   * @param sample seconds of a sample in evaluation mode
   * @param memoryMib of a training
   */
  private record Speed(Map<Competitor, Double> step, double sample, long memoryMib) {

    static Speed measure(
        Cell.Work work, List<Cell> cells, Workbench bench, String dataName, int batch) {
      DataSplit data = bench.data(dataName);
      TrainingSettings settings =
          TrainingSettings.paper(work.model(), TrainingSettings.Method.ST, work.width(), 1, 1);
      settings =
          new TrainingSettings(
              settings.model(),
              settings.method(),
              settings.width(),
              1,
              batch,
              settings.learningRate(),
              1,
              1,
              1,
              1);
      List<Competitor> methods =
          Stream.concat(Stream.of(Competitor.ST), methods(cells, work.model(), dataName))
              .distinct()
              .toList();
      bench.progress().say("measuring steps of " + work.model() + " on " + dataName);
      Map<Competitor, Double> step = new HashMap<>();
      new InterleavedSteps(settings, methods, data)
          .run(WARM_UP, COUNTED)
          .forEach((method, seconds) -> step.put(method, InterleavedSteps.median(seconds)));
      Network network =
          Models.named(work.model())
              .build(data.inputShape(), data.train().classes(), work.width(), 1);
      long memory =
          MemoryEstimate.of(
                  network,
                  data.trainingBatches(batch, 1),
                  data.testBatches(),
                  LabelledDataset.bytes(data.train(), data.test()))
              .mebibytes();
      return new Speed(step, sample(network, data), memory);
    }

    private static Stream<Competitor> methods(List<Cell> cells, String model, String data) {
      return cells.stream()
          .filter(cell -> cell.work().model().equals(model) && cell.data().equals(data))
          .flatMap(cell -> cell.work().training().keySet().stream());
    }

    /** The fastest of some batches. */
    private static double sample(Network network, DataSplit data) {
      double best = Double.POSITIVE_INFINITY;
      try (Epoch epoch = data.testBatches().epoch(0);
          Autograd.Scope _ = Autograd.noGrad()) {
        for (int b = 0; b < WARM_UP + COUNTED && epoch.hasNext(); b++) {
          Batch batch = epoch.next();
          long start = System.nanoTime();
          try (Workspace _ = Workspace.open()) {
            network.forward(NetworkInput.of(batch), Mode.EVALUATE);
          }
          best = Math.min(best, (System.nanoTime() - start) * 1e-9 / batch.size());
        }
      }
      return best;
    }

    double seconds(Cell.Work work) {
      double seconds = work.samples() * sample;
      for (Map.Entry<Competitor, Long> part : work.training().entrySet()) {
        seconds += part.getValue() * requireNonNull(step.get(part.getKey()));
      }
      return seconds;
    }
  }
}
