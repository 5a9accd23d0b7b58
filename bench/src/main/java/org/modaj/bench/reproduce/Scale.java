package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;

/** How much is computed: from minutes to what the paper did. */
public enum Scale {
  /** Embedded data, small networks, few epochs: minutes. */
  SMOKE(
      List.of("embedded"),
      List.of(
          new ModelPlan("vgg16", 8, 1, false),
          new ModelPlan("resnet18", 3, 1, true),
          new ModelPlan("mobilenet", 3, 1, true)),
      new Sizes(0.125, 64, 4000, 1000),
      new Extras(4, 60, 4, 60, 10, 40, true)),
  /** CIFAR-10, networks of width 0.25, short trainings: a night on two cores. */
  QUICK(
      List.of("cifar10"),
      List.of(
          new ModelPlan("vgg16", 20, 2, false),
          new ModelPlan("resnet18", 12, 1, true),
          new ModelPlan("mobilenet", 12, 1, true)),
      new Sizes(0.25, 128, Integer.MAX_VALUE, Integer.MAX_VALUE),
      new Extras(8, 200, 10, 195, 20, 100, false)),
  /** VGG16 for 100 epochs, ST and MODA. */
  LONG(
      List.of("cifar10"),
      List.of(new ModelPlan("vgg16", 100, 1, true)),
      new Sizes(0.25, 128, Integer.MAX_VALUE, Integer.MAX_VALUE),
      new Extras(100, 200, 10, 195, 20, 100, false)),
  /** The paper's settings. */
  PAPER(
      List.of("cifar10", "cifar100", "svhn"),
      List.of(
          new ModelPlan("vgg16", 200, 3, false),
          new ModelPlan("resnet18", 200, 3, false),
          new ModelPlan("mobilenet", 200, 3, false)),
      new Sizes(1, 128, Integer.MAX_VALUE, Integer.MAX_VALUE),
      new Extras(200, 200, 10, 195, 20, 100, false));

  /**
   * What is done with one architecture.
   *
   * @param model its name
   * @param epochs of each training
   * @param seeds how many, from 1 on
   * @param trainedOnly whether only methods with a training of their own are compared
   */
  record ModelPlan(String model, int epochs, int seeds, boolean trainedOnly) {}

  /**
   * Sizes of networks, batches and data.
   *
   * @param width multiplier of channels of networks for images
   * @param batch samples of a step
   * @param mostTraining training samples that are used at most, the first ones
   * @param mostTest test samples that are used at most, the first ones
   */
  record Sizes(double width, int batch, int mostTraining, int mostTest) {}

  /**
   * The rest.
   *
   * @param objectivesEpochs of trainings with other weights of the objectives
   * @param weakEpochs of weak networks
   * @param under epoch after which a weak network is underfitted
   * @param over epoch after which it is overfitted
   * @param tunedTasks sets of classes that are composed and fine-tuned, at most
   * @param calibrationSamples training samples of a class that offsets of composed networks are
   *     fitted on, the first ones
   * @param fewWeights whether fewer weights of the objectives are tried
   */
  record Extras(
      int objectivesEpochs,
      int weakEpochs,
      int under,
      int over,
      int tunedTasks,
      int calibrationSamples,
      boolean fewWeights) {}

  private final List<String> data;
  private final List<ModelPlan> models;
  private final Sizes sizes;
  private final Extras extras;

  Scale(List<String> data, List<ModelPlan> models, Sizes sizes, Extras extras) {
    this.data = data;
    this.models = models;
    this.sizes = sizes;
    this.extras = extras;
  }

  /** The data sets, by default. */
  public List<String> data() {
    return data;
  }

  /** The architectures for what a data set has, by default. */
  List<String> models(InputKind input) {
    return switch (input) {
      case IMAGES -> models.stream().map(ModelPlan::model).toList();
      case SEQUENCES -> List.of("lstm");
      case FEATURES -> List.of("mlp");
    };
  }

  private ModelPlan plan(String model) {
    return models.stream()
        .filter(plan -> plan.model().equals(model))
        .findFirst()
        .orElseGet(() -> new ModelPlan(model, otherEpochs(model), 1, true));
  }

  private int otherEpochs(String model) {
    int usual = models.get(0).epochs();
    return Models.input(model) == InputKind.IMAGES ? usual : Math.max(20, usual);
  }

  /** Epochs of a training. */
  int epochs(String model) {
    return plan(model).epochs();
  }

  /** The seeds, by default. */
  List<Long> seeds(String model) {
    return LongStream.rangeClosed(1, plan(model).seeds()).boxed().toList();
  }

  /** The methods, by default. */
  List<Competitor> methods(String model) {
    if (this == LONG || Models.input(model) != InputKind.IMAGES) {
      return List.of(Competitor.ST, Competitor.MODA);
    }
    return List.of(Competitor.values()).stream()
        .filter(method -> method.trains() || !plan(model).trainedOnly())
        .filter(method -> method != Competitor.MWT_ARTIFACT) // its training may explode
        .toList();
  }

  /** The multiplier of channels and hidden units. */
  double width(String model) {
    return Models.input(model) == InputKind.IMAGES && !model.equals("lenet5") ? sizes.width() : 1;
  }

  /**
   * Whether an architecture is the strong one of a replacement: as in the paper, without MobileNet.
   */
  boolean replaces(String model) {
    return !model.equals("mobilenet") && (this != SMOKE || !model.equals("resnet18"));
  }

  /** Whether networks of other weights of the objectives are composed for fewer sets of classes. */
  boolean fewSetsForObjectives() {
    return this != PAPER;
  }

  /** Samples of a step. */
  public int batch() {
    return sizes.batch();
  }

  /** Sizes of networks, batches and data. */
  Sizes sizes() {
    return sizes;
  }

  /** The rest. */
  Extras extras() {
    return extras;
  }

  /** Its name on the command line and in records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
