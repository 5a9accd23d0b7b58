package org.modaj.interop.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Runs ONNX files in onnxruntime. */
public final class OnnxRun {
  private OnnxRun() {}

  /**
   * The output of a file for an input in our layout, in our layout.
   *
   * @param features size of a sequence's features, to tell which axis they are; 0 otherwise
   */
  public static Tensor run(Path file, Tensor input, int features) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        String name = session.getInputNames().iterator().next();
        long[] wanted = ((TensorInfo) session.getInputInfo().get(name).getInfo()).getShape();
        Tensor theirs = toOnnx(input, wanted, features);
        long[] dims = new long[theirs.shape().rank()];
        for (int a = 0; a < dims.length; a++) {
          dims[a] = theirs.dim(a);
        }
        try (OnnxTensor x =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(theirs.data()), dims);
            OrtSession.Result result = session.run(Map.of(name, x))) {
          OnnxTensor y = (OnnxTensor) result.get(0);
          long[] out = y.getInfo().getShape();
          float[] values = new float[y.getFloatBuffer().remaining()];
          y.getFloatBuffer().get(values);
          int[] sizes = new int[out.length];
          for (int a = 0; a < sizes.length; a++) {
            sizes[a] = (int) out[a];
          }
          Tensor made = Tensor.of(Shape.of(sizes), values);
          return sizes.length == 4 ? moved(made, 0, 2, 3, 1) : made;
        }
      }
    }
  }

  /** The output of a file for an input, both as ONNX has them. */
  static Tensor raw(Path file, Tensor input) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] dims = new long[input.shape().rank()];
    for (int a = 0; a < dims.length; a++) {
      dims[a] = input.dim(a);
    }
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.data()), dims);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), x))) {
      OnnxTensor y = (OnnxTensor) result.get(0);
      float[] values = new float[y.getFloatBuffer().remaining()];
      y.getFloatBuffer().get(values);
      long[] out = y.getInfo().getShape();
      int[] sizes = new int[out.length];
      for (int a = 0; a < sizes.length; a++) {
        sizes[a] = (int) out[a];
      }
      return Tensor.of(Shape.of(sizes), values);
    }
  }

  private static Tensor toOnnx(Tensor x, long[] wanted, int features) {
    if (x.shape().rank() == 4) {
      return moved(x, 0, 3, 1, 2);
    }
    boolean featuresFirst = x.shape().rank() == 3 && wanted[1] == features && wanted[2] != features;
    return featuresFirst ? moved(x, 0, 2, 1) : x;
  }

  static Tensor moved(Tensor x, int... axes) {
    int[] dims = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      dims[a] = x.dim(axes[a]);
    }
    float[] values = new float[x.elements()];
    int[] index = new int[axes.length];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      for (int a = axes.length - 1; a >= 0; a--) {
        index[axes[a]] = rest % dims[a];
        rest /= dims[a];
      }
      int at = 0;
      for (int a = 0; a < axes.length; a++) {
        at = at * x.dim(a) + index[a];
      }
      values[i] = x.data()[at];
    }
    return Tensor.of(Shape.of(dims), values);
  }
}
