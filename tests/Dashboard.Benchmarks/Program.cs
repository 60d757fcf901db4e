Console.WriteLine("usage: Dashboard.Benchmarks");
