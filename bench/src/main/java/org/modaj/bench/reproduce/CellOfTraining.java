package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Map;

/** What is made of one trained network. Its record has the name and the data of the training. */
abstract class CellOfTraining implements Cell {
  private final String kind;
  private final TrainingCell training;

  /**
   * Names the work.
   *
   * @param kind of the cell
   * @param training whose network is read
   */
  CellOfTraining(String kind, TrainingCell training) {
    this.kind = kind;
    this.training = training;
  }

  /** The training whose network is read. */
  final TrainingCell training() {
    return training;
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public String name() {
    return training.name();
  }

  @Override
  public Map<String, Object> settings() {
    return training.settings();
  }

  @Override
  public final String data() {
    return training.data();
  }

  @Override
  public final List<Cell> needs() {
    return List.of(training);
  }

  /** Reading all training samples once, and then some more. */
  final Work work(Map<Competitor, Long> steps, long samples) {
    return new Work(
        training.training().model(),
        training.training().width(),
        steps,
        samples + (long) training.batches() * training.training().batchSize());
  }
}
