// Package clients runs AWS's driver for Go against a server, whose address it finds in the environment.
package clients

import (
	"context"
	"testing"
	"time"

	"github.com/amzn/ion-go/ion"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/qldb"
	"github.com/aws/aws-sdk-go-v2/service/qldb/types"
	"github.com/aws/aws-sdk-go-v2/service/qldbsession"
	"github.com/awslabs/amazon-qldb-driver-go/v3/qldbdriver"
)

var background = context.Background()

// Retries without a pause: their number matters here, not their time.
type atOnce struct{}

func (atOnce) Delay(int) time.Duration { return 0 }

func configuration(t *testing.T) aws.Config {
	t.Helper()
	loaded, err := config.LoadDefaultConfig(background)
	check(t, err)
	return loaded
}

func createLedger(t *testing.T, name string) *qldb.Client {
	t.Helper()
	client := qldb.NewFromConfig(configuration(t))
	_, err := client.CreateLedger(background, &qldb.CreateLedgerInput{
		Name: &name, PermissionsMode: types.PermissionsModeStandard, DeletionProtection: aws.Bool(false),
	})
	check(t, err)
	for {
		described, err := client.DescribeLedger(background, &qldb.DescribeLedgerInput{Name: &name})
		check(t, err)
		if described.State == types.LedgerStateActive {
			return client
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func newDriver(t *testing.T, ledger string, retries int) *qldbdriver.QLDBDriver {
	t.Helper()
	driver, err := qldbdriver.New(ledger, qldbsession.NewFromConfig(configuration(t)), func(options *qldbdriver.DriverOptions) {
		options.LoggerVerbosity = qldbdriver.LogOff
		options.RetryPolicy = qldbdriver.RetryPolicy{MaxRetryLimit: retries, Backoff: atOnce{}}
	})
	check(t, err)
	t.Cleanup(func() { driver.Shutdown(background) })
	return driver
}

// rows reads what a statement answers with, as Go values.
func rows[T any](transaction qldbdriver.Transaction, statement string, parameters ...interface{}) ([]T, error) {
	result, err := transaction.Execute(statement, parameters...)
	if err != nil {
		return nil, err
	}
	found := []T{}
	for result.Next(transaction) {
		var row T
		if err := ion.Unmarshal(result.GetCurrentData(), &row); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, result.Err()
}

// run is one statement in a transaction of its own.
func run[T any](t *testing.T, driver *qldbdriver.QLDBDriver, statement string, parameters ...interface{}) []T {
	t.Helper()
	found, err := driver.Execute(background, func(transaction qldbdriver.Transaction) (interface{}, error) {
		return rows[T](transaction, statement, parameters...)
	})
	check(t, err)
	return found.([]T)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
