import com.amazon.ion.IonStruct;
import com.amazon.ion.IonSystem;
import com.amazon.ion.IonValue;
import com.amazon.ion.system.IonSystemBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.qldb.QldbClient;
import software.amazon.awssdk.services.qldb.model.LedgerState;
import software.amazon.awssdk.services.qldb.model.PermissionsMode;
import software.amazon.awssdk.services.qldbsession.QldbSessionClient;
import software.amazon.qldb.QldbDriver;
import software.amazon.qldb.QldbDriverBuilder;
import software.amazon.qldb.RetryPolicy;
import software.amazon.qldb.TransactionExecutor;

/** AWS's clients as a program makes them. */
final class Clients {
  static final IonSystem ION = IonSystemBuilder.standard().build();
  /** Whether the SDK finds the endpoint in the environment by itself. */
  private static final boolean SDK_READS_ENVIRONMENT = Boolean.getBoolean("sdkReadsEnvironment");
  private static final AtomicInteger tables = new AtomicInteger();

  private Clients() { }

  static QldbClient controlPlane() {
    return at(QldbClient.builder(), "AWS_ENDPOINT_URL_QLDB").build();
  }

  static QldbDriverBuilder driver(String ledger) {
    return QldbDriver.builder()
        .ledger(ledger)
        .sessionClientBuilder(at(QldbSessionClient.builder(), "AWS_ENDPOINT_URL_QLDB_SESSION"))
        .transactionRetryPolicy(retries(4));
  }

  /** Retries without a pause: their number matters here, not their time. */
  static RetryPolicy retries(int count) {
    return RetryPolicy.builder().maxRetries(count).backoffStrategy(context -> Duration.ZERO).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(B builder, String variable) {
    return SDK_READS_ENVIRONMENT ? builder : builder.endpointOverride(URI.create(System.getenv(variable)));
  }

  static String createLedger(String name) throws InterruptedException {
    try (var qldb = controlPlane()) {
      qldb.createLedger(request -> request.name(name).permissionsMode(PermissionsMode.ALLOW_ALL).deletionProtection(false));
      while (qldb.describeLedger(request -> request.name(name)).state() != LedgerState.ACTIVE) {
        Thread.sleep(20);
      }
    }
    return name;
  }

  /** A table with a new name. Its indexes come first, as the guide advises. */
  static String createTable(QldbDriver driver, String... indexedFields) {
    var name = "Table" + tables.incrementAndGet();
    execute(driver, "CREATE TABLE " + name);
    for (var field : indexedFields) {
      execute(driver, "CREATE INDEX ON " + name + " (" + field + ")");
    }
    return name;
  }

  /** One statement in a transaction of its own: its rows. */
  static List<IonValue> execute(QldbDriver driver, String statement, IonValue... parameters) {
    return driver.execute(transaction -> {
      return execute(transaction, statement, parameters);
    });
  }

  static List<IonValue> execute(TransactionExecutor transaction, String statement, IonValue... parameters) {
    var rows = new ArrayList<IonValue>();
    transaction.execute(statement, parameters).forEach(rows::add);
    return rows;
  }

  static IonValue ion(String text) {
    return ION.singleValue(text);
  }

  static IonStruct struct(IonValue value) {
    return (IonStruct) value;
  }

  static int number(IonValue value) {
    return ((com.amazon.ion.IonInt) value).intValue();
  }
}
