package org.modaj.bench.conformance;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.StoredTensor;

/**
 * One case of a manifest: parameters, stored inputs, and what must come out.
 *
 * <p>Tensors are read when they are asked for and must not be changed. They are in PyTorch's
 * layout: images [n, channels, h, w], convolution weights [out, in/groups, kh, kw], dense weights
 * [out, in].
 */
public final class GoldenCase {
  /**
   * The parts of a case as the manifest has them.
   *
   * @param file name of the tensor file, where the case has one
   * @param inputs tensor name by role
   * @param cotangents tensor name by output
   * @param facts expected values that are not tensors, by name
   * @param descriptions everything else that describes the case, by name
   */
  record Parts(
      String name,
      String op,
      CaseParams params,
      Optional<String> file,
      SequencedMap<String, String> inputs,
      SequencedMap<String, String> cotangents,
      List<Expectation> outputs,
      List<Expectation> grads,
      SequencedMap<String, JsonElement> facts,
      SequencedMap<String, JsonElement> descriptions) {}

  private final Parts parts;
  private final TensorFiles files;

  GoldenCase(Parts parts, TensorFiles files) {
    this.parts = parts;
    this.files = files;
  }

  /** Returns the name of the case. */
  public String name() {
    return parts.name();
  }

  /** Returns the name of the operator. */
  public String op() {
    return parts.op();
  }

  /** Returns the parameters. */
  public CaseParams params() {
    return parts.params();
  }

  /** Returns the roles of the inputs, in manifest order. */
  public Set<String> inputRoles() {
    return parts.inputs().keySet();
  }

  /** Returns whether there is an input of this role. */
  public boolean hasInput(String role) {
    return parts.inputs().containsKey(role);
  }

  /**
   * Returns the input of this role.
   *
   * @throws GoldenCaseException when there is none or its file cannot be read
   */
  public StoredTensor input(String role) {
    return tensorOf("input", role, parts.inputs());
  }

  /**
   * Returns the input of this role as labels.
   *
   * @throws GoldenCaseException when there is none, or one of its values is no int
   */
  public int[] labels(String role) {
    long[] stored = input(role).longs();
    int[] labels = new int[stored.length];
    for (int i = 0; i < labels.length; i++) {
      if ((int) stored[i] != stored[i]) {
        throw new GoldenCaseException(
            name(), "label %d of '%s' is %d, expected an int".formatted(i, role, stored[i]));
      }
      labels[i] = (int) stored[i];
    }
    return labels;
  }

  /** Returns the outputs for which there is a cotangent; empty for a case without gradients. */
  public Set<String> cotangentRoles() {
    return parts.cotangents().keySet();
  }

  /**
   * Returns the cotangent of this output: the gradients are those of the sum over all outputs of
   * output times cotangent.
   *
   * @throws GoldenCaseException when there is none or its file cannot be read
   */
  public StoredTensor cotangent(String output) {
    return tensorOf("cotangent", output, parts.cotangents());
  }

  /** Returns what the outputs must be. */
  public List<Expectation> outputs() {
    return parts.outputs();
  }

  /** Returns what the gradients with respect to the inputs must be. */
  public List<Expectation> grads() {
    return parts.grads();
  }

  /** Returns whether a gradient with respect to this input is expected. */
  public boolean wantsGrad(String role) {
    return parts.grads().stream().anyMatch(grad -> grad.role().equals(role));
  }

  /** Returns expected values that are not tensors, by name, for instance {@code param_count}. */
  public SequencedMap<String, JsonElement> facts() {
    return parts.facts();
  }

  /**
   * Returns a descriptive field of the case, for instance {@code parameters}, the order of the rows
   * of {@code grad_samples}.
   *
   * @throws GoldenCaseException when there is none
   */
  public JsonElement description(String name) {
    JsonElement value = parts.descriptions().get(name);
    if (value == null) {
      throw new GoldenCaseException(
          name(), "no field '%s' among %s".formatted(name, parts.descriptions().keySet()));
    }
    return value;
  }

  private StoredTensor tensorOf(String kind, String role, Map<String, String> names) {
    String tensor = names.get(role);
    if (tensor == null) {
      throw new GoldenCaseException(
          name(), "no %s '%s' among %s".formatted(kind, role, names.keySet()));
    }
    return stored(tensor);
  }

  /** Returns a tensor of the case's file by the name it has there. */
  StoredTensor stored(String tensor) {
    String file =
        parts
            .file()
            .orElseThrow(
                () -> new GoldenCaseException(name(), "it names tensors and no file for them"));
    try {
      return files.get(file).tensor(tensor);
    } catch (IOException e) {
      throw new GoldenCaseException(name(), e.getMessage(), e);
    } catch (EngineException e) {
      throw new GoldenCaseException(name(), "no tensor '%s' in %s".formatted(tensor, file), e);
    }
  }

  @Override
  public String toString() {
    return name() + " (" + op() + ")";
  }
}
