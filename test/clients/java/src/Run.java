import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the test classes that are named and prints a line of JSON for each test: {@code java Run CLASS…}. */
public final class Run implements TestExecutionListener {
  public static void main(String[] classes) {
    var request = LauncherDiscoveryRequestBuilder.request()
        .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList()).build();
    LauncherFactory.create().execute(request, new Run());
    System.exit(0);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    var problem = result.getThrowable().map(Run::describe).orElse(null);
    if (test.isTest() || problem != null) {
      System.out.println("{\"id\":" + quote(idOf(test)) + ",\"problem\":" + (problem == null ? "null" : quote(problem)) + "}");
    }
  }

  private static String idOf(TestIdentifier test) {
    var source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      return method.getClassName() + "." + method.getMethodName();
    }
    return source instanceof ClassSource type ? type.getClassName() : test.getDisplayName();
  }

  private static String describe(Throwable problem) {
    var text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (var character : text.toCharArray()) {
      quoted.append(character < ' ' || character > '~' || character == '"' || character == '\\'
          ? String.format("\\u%04x", (int) character) : String.valueOf(character));
    }
    return quoted.append('"').toString();
  }
}
