package org.modaj.nn.build;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.activation.DropoutLayer;
import org.modaj.nn.layer.activation.PReluLayer;
import org.modaj.nn.layer.activation.SoftmaxLayer;

/** Adds activation functions: any of {@link Activation}, the usual ones by name, and softmax. */
public interface Activations extends Recording {

  /** Adds an element-wise function with its usual settings. */
  default Value activation(Value x, Activation function) {
    return add(function.layer(), x);
  }

  /** Adds an element-wise function with its usual settings. */
  default Value activation(String name, Value x, Activation function) {
    return add(name, function.layer(), x);
  }

  /** Adds rectified linear units. */
  default Value relu(Value x) {
    return activation(x, Activation.RELU);
  }

  /** Adds rectified linear units. */
  default Value relu(String name, Value x) {
    return activation(name, x, Activation.RELU);
  }

  /** Adds leaky rectified linear units. */
  default Value leakyRelu(Value x, double slope) {
    return add(Activation.LEAKY_RELU.layer(slope), x);
  }

  /** Adds leaky rectified linear units. */
  default Value leakyRelu(String name, Value x, double slope) {
    return add(name, Activation.LEAKY_RELU.layer(slope), x);
  }

  /** Adds Gaussian error linear units. */
  default Value gelu(Value x) {
    return activation(x, Activation.GELU);
  }

  /** Adds Gaussian error linear units. */
  default Value gelu(String name, Value x) {
    return activation(name, x, Activation.GELU);
  }

  /** Adds {@code x·sigmoid(x)}. */
  default Value silu(Value x) {
    return activation(x, Activation.SILU);
  }

  /** Adds {@code x·sigmoid(x)}. */
  default Value silu(String name, Value x) {
    return activation(name, x, Activation.SILU);
  }

  /** Adds the logistic function. */
  default Value sigmoid(Value x) {
    return activation(x, Activation.SIGMOID);
  }

  /** Adds the logistic function. */
  default Value sigmoid(String name, Value x) {
    return activation(name, x, Activation.SIGMOID);
  }

  /** Adds the hyperbolic tangent. */
  default Value tanh(Value x) {
    return activation(x, Activation.TANH);
  }

  /** Adds the hyperbolic tangent. */
  default Value tanh(String name, Value x) {
    return activation(name, x, Activation.TANH);
  }

  /** Adds rectified linear units with a learned slope for each channel, 0.25 at first. */
  default Value prelu(String name, Value x) {
    return add(
        name,
        new PReluLayer(
            parameter(name, "weight", Shape.of(x.channels()), Initializer.constant(0.25f))),
        x);
  }

  /** Adds probabilities along the last axis. */
  default Value softmax(Value x) {
    return add(new SoftmaxLayer(), x);
  }

  /** Adds probabilities along the last axis. */
  default Value softmax(String name, Value x) {
    return add(name, new SoftmaxLayer(), x);
  }

  /** Adds logarithms of the probabilities along the last axis. */
  default Value logSoftmax(Value x) {
    return add(new SoftmaxLayer(true), x);
  }

  /** Adds logarithms of the probabilities along the last axis. */
  default Value logSoftmax(String name, Value x) {
    return add(name, new SoftmaxLayer(true), x);
  }

  /** Adds dropout of single elements; does nothing in evaluation mode. */
  default Value dropout(Value x, double rate) {
    return dropout(freshName("dropout"), x, rate);
  }

  /** Adds dropout of single elements; does nothing in evaluation mode. */
  default Value dropout(String name, Value x, double rate) {
    return add(name, Recording.named(name, () -> new DropoutLayer(rate, false)), x);
  }

  /** Adds dropout of whole channels; does nothing in evaluation mode. */
  default Value dropoutChannels(Value x, double rate) {
    return dropoutChannels(freshName("dropout"), x, rate);
  }

  /** Adds dropout of whole channels; does nothing in evaluation mode. */
  default Value dropoutChannels(String name, Value x, double rate) {
    return add(name, Recording.named(name, () -> new DropoutLayer(rate, true)), x);
  }
}
