package org.modaj.moda.replace;

import java.util.List;
import java.util.stream.IntStream;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Value;
import org.modaj.nn.train.TrainingListener;

/**
 * One classifier of modules that were cut out of different networks, trained apart: side by side on
 * the same input, their outputs one after another. Logits of networks trained apart are on
 * different scales, so a calibration layer after them learns to weigh them, as in {@link
 * Replacement}; the modules stay as they are.
 *
 * <p>What comes out are ordinary networks, with layers named {@code module0.…}, {@code module1.…};
 * they can be evaluated, saved, cut and exported. Training them as a whole would move the running
 * statistics of the modules.
 *
 * <p>Shapes: outputs {@code [n1]}, {@code [n2]}, … become {@code [n1 + n2 + …]}.
 */
public final class Assembly {
  private static final String OPERATION = "merge";

  private final List<Network> modules;
  private final int outputs;

  private Assembly(List<Network> modules) {
    this.modules = modules.stream().map(Replacement::frozen).toList();
    this.outputs = modules.stream().mapToInt(m -> m.outputShape().elements()).sum();
  }

  /**
   * Puts modules side by side.
   *
   * @param modules networks that read the same, normalized in the same way, each with one output
   *     for each of its classes; copied
   * @throws ModularizationException when they read different inputs, have outputs that are no
   *     vectors, or two outputs together
   */
  public static Assembly of(List<Network> modules) {
    if (modules.isEmpty()) {
      throw refused("expected at least one module, actual none");
    }
    Network first = modules.getFirst();
    for (Network module : modules) {
      if (!module.inputShape().equals(first.inputShape())
          || module.readsSequences() != first.readsSequences()) {
        throw refused(
            module.name()
                + " reads "
                + Replacement.input(module)
                + ", "
                + first.name()
                + " reads "
                + Replacement.input(first)
                + "; all must be made for the same data");
      }
      if (module.outputShape().rank() != 1) {
        throw refused(
            "the output of "
                + module.name()
                + " is "
                + module.outputShape()
                + ", expected one value for each class");
      }
    }
    Assembly assembly = new Assembly(modules);
    if (assembly.outputs < 2) {
      throw refused("expected modules for two classes or more, actual one output");
    }
    return assembly;
  }

  private static ModularizationException refused(String detail) {
    return new ModularizationException(OPERATION, null, detail);
  }

  /** Number of outputs of all modules. */
  public int outputs() {
    return outputs;
  }

  /**
   * The modules' outputs one after another, nothing trained. Output i is class i: networks trained
   * apart have numbers of their own for their classes.
   */
  public Network joined() {
    NetworkBuilder net = builder("joined");
    join(net);
    return net.build();
  }

  /**
   * The modules followed by a calibration layer, trained on samples of all their classes. The
   * modules compute every sample once.
   *
   * @param samples labelled 0 to n - 1 in the order of the outputs; read as epoch 0
   * @param listeners told about the calibration's epochs
   * @return output i is class i of the samples, which is output i of the modules
   * @throws ModularizationException when the samples have another number of classes
   */
  public Network calibrated(
      BatchSource samples, Calibration calibration, TrainingListener... listeners) {
    if (samples.classes() != outputs) {
      throw refused(
          "the modules have "
              + outputs
              + " outputs, the samples to calibrate on "
              + samples.classes()
              + " classes");
    }
    Network layer = calibration.layer(outputs);
    calibration.fit(layer, OutputBatches.of(joined(), samples), listeners);
    return calibrated(layer);
  }

  /**
   * The modules followed by this calibration layer.
   *
   * @param layer network {@code [n] -> [n]}; copied
   */
  public Network calibrated(Network layer) {
    NetworkBuilder net = builder("merged");
    net.embed("calibration", layer.copy(), join(net));
    return net.build();
  }

  private NetworkBuilder builder(String what) {
    List<String> names = modules.stream().map(Network::name).toList();
    return NetworkBuilder.like(modules.getFirst(), String.join("-", names) + "-" + what, 0);
  }

  private Value join(NetworkBuilder net) {
    Value[] values =
        IntStream.range(0, modules.size())
            .mapToObj(i -> net.embed("module" + i, modules.get(i), net.input()))
            .toArray(Value[]::new);
    return values.length == 1 ? values[0] : net.concat("joined", values);
  }

  @Override
  public String toString() {
    return "assembly of " + modules;
  }
}
