package org.modaj.bench.conformance.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchMatMul;
import org.modaj.engine.ops.Div;
import org.modaj.engine.ops.Exp;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Permute;
import org.modaj.engine.ops.Pow;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.Slice;
import org.modaj.engine.ops.Sub;
import org.modaj.engine.ops.Sum;
import org.modaj.engine.ops.Tanh;
import org.modaj.engine.ops.Transpose;

/**
 * The expressions in which golden cases write down compositions of operators, evaluated while they
 * are read:
 *
 * <pre>
 * program = [name =] sum {; [name =] sum}              without a name the value is called y
 * sum     = product {(+ | -) product}
 * product = factor {(* | / | @) factor}                @ is the matrix product
 * factor  = number [atom] | atom {atom}                3a is a product, a b a matrix product
 * atom    = base {^T | ^number | .function(axis n) | [range, ...]}
 * base    = name | function(sum [, [n, ...]]) | (sum)
 * </pre>
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:([0-9]+(?:\\.[0-9]+)?)|([A-Za-z_]\\w*)|(\\S))");

  private final Map<String, UnaryOperator<Tensor>> functions = new HashMap<>();
  private final Map<String, Tensor> values;
  private final String caseName;
  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  /**
   * Splits the text.
   *
   * @param caseName for messages
   * @param inputs the tensors it may name
   */
  Expression(String caseName, String text, Map<String, Tensor> inputs) {
    this.caseName = caseName;
    this.text = text;
    this.values = new HashMap<>(inputs);
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.lookingAt()) {
      tokens.add(matcher.group().strip());
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    functions.put("sum", Sum::apply);
    functions.put("mean", Mean::apply);
    functions.put("exp", Exp::apply);
    functions.put("tanh", Tanh::apply);
  }

  /** The inputs and everything the expression names. */
  Map<String, Tensor> evaluate() {
    do {
      String name = "y";
      if (at + 1 < tokens.size() && tokens.get(at + 1).equals("=")) {
        name = next();
        at++;
      }
      values.put(name, sum());
    } while (accept(";"));
    if (at < tokens.size()) {
      throw unexpected("an operator");
    }
    return values;
  }

  private Tensor sum() {
    Tensor value = product();
    while (true) {
      if (accept("+")) {
        value = Add.apply(value, product());
      } else if (accept("-")) {
        value = Sub.apply(value, product());
      } else {
        return value;
      }
    }
  }

  private Tensor product() {
    Tensor value = factor();
    while (true) {
      if (accept("*")) {
        value = Mul.apply(value, factor());
      } else if (accept("/")) {
        value = Div.apply(value, factor());
      } else if (accept("@")) {
        value = BatchMatMul.apply(value, factor());
      } else {
        return value;
      }
    }
  }

  private Tensor factor() {
    if (isNumber(peek())) {
      Tensor number = Tensor.scalar(Float.parseFloat(next()));
      return isName(peek()) ? Mul.apply(number, atom()) : number;
    }
    Tensor value = atom();
    while (isName(peek())) {
      value = BatchMatMul.apply(value, atom());
    }
    return value;
  }

  private Tensor atom() {
    Tensor value = base();
    while (true) {
      if (accept("^")) {
        value = accept("T") ? Transpose.apply(value) : Pow.apply(value, Double.parseDouble(next()));
      } else if (accept(".")) {
        String function = next();
        expect("(");
        expect("axis");
        int[] axes = {Integer.parseInt(next())};
        expect(")");
        value =
            switch (function) {
              case "sum" -> Sum.apply(value, axes, false);
              case "mean" -> Mean.apply(value, axes, false);
              default -> throw unexpected("sum or mean");
            };
      } else if (accept("[")) {
        value = Slice.apply(value, ranges());
      } else {
        return value;
      }
    }
  }

  private Tensor base() {
    if (accept("(")) {
      Tensor value = sum();
      expect(")");
      return value;
    }
    if (!isName(peek())) {
      throw unexpected("a name");
    }
    String name = next();
    if (accept("(")) {
      Tensor value = sum();
      int[] sizes = accept(",") ? integers() : new int[0];
      expect(")");
      return call(name, value, sizes);
    }
    Tensor value = values.get(name);
    if (value == null) {
      at--;
      throw unexpected("one of " + values.keySet());
    }
    return value;
  }

  private Tensor call(String function, Tensor value, int[] sizes) {
    if (function.equals("permute")) {
      return Permute.apply(value, sizes);
    }
    if (function.equals("reshape")) {
      return Reshape.apply(value, sizes);
    }
    UnaryOperator<Tensor> operator = functions.get(function);
    if (operator == null) {
      throw unexpected("a function instead of " + function);
    }
    return operator.apply(value);
  }

  private int[] integers() {
    List<Integer> integers = new ArrayList<>();
    expect("[");
    do {
      integers.add(integer());
    } while (accept(","));
    expect("]");
    return integers.stream().mapToInt(Integer::intValue).toArray();
  }

  private int integer() {
    int sign = accept("-") ? -1 : 1;
    return sign * Integer.parseInt(next());
  }

  /** {@code start:stop:step, ...]}, each number optional. */
  private Slice.Range[] ranges() {
    List<Slice.Range> ranges = new ArrayList<>();
    do {
      int start = bound(0);
      expect(":");
      int stop = bound(Integer.MAX_VALUE);
      int step = accept(":") ? bound(1) : 1;
      ranges.add(new Slice.Range(start, stop, step));
    } while (accept(","));
    expect("]");
    return ranges.toArray(Slice.Range[]::new);
  }

  private int bound(int otherwise) {
    return isNumber(peek()) || peek().equals("-") ? integer() : otherwise;
  }

  private static boolean isNumber(String token) {
    return !token.isEmpty() && Character.isDigit(token.charAt(0));
  }

  private static boolean isName(String token) {
    return !token.isEmpty() && Character.isLetter(token.charAt(0));
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    if (at == tokens.size()) {
      throw unexpected("more");
    }
    return tokens.get(at++);
  }

  private boolean accept(String token) {
    boolean found = peek().equals(token);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw unexpected("'" + token + "'");
    }
  }

  private GoldenCaseException unexpected(String expected) {
    return new GoldenCaseException(
        caseName,
        "expression \"%s\": expected %s at '%s' (token %d)".formatted(text, expected, peek(), at));
  }
}
