using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Accounts;

/// <summary>Registers accounts.</summary>
public static class AccountServiceRegistration
{
    /// <summary>
    /// Adds ASP.NET Core Identity, whose user store is the database's, <see cref="IAccounts"/> and, for each scope, <see cref="SignIns"/>.
    /// Cookies belong to the host.
    /// </summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = AccountLimits.ShortestPassword;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase =
                    options.Password.RequireNonAlphanumeric = false;
                // Identity locks an account for everybody, its owner included: wrong tries are SignInThrottle's.
                options.Lockout.AllowedForNewUsers = false;
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";
            })
            .AddRoles<IdentityRole>();
        // In place of Identity's own, which believe whatever the tables say.
        services.AddSingleton<AccountLedger>();
        services.AddScoped<IPasswordHasher<Account>, RecordedPasswordHasher>();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>, RecordedClaims>();
        services.AddSingleton<IAccounts, AccountService>();
        services.AddSingleton<AccountChanges>();
        services.AddSingleton<AccountHistory>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton(provider => new AccountRecovery(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<IAccountTables>(),
            provider.GetRequiredService<ILedgerStore>(),
            provider.GetRequiredService<AccountLedger>()));
        services.AddScoped(provider => new SignIns(
            provider.GetRequiredService<UserManager<Account>>(), provider.GetRequiredService<IAccountTables>(),
            provider.GetRequiredService<IAccountChanges>(),
            provider.GetRequiredService<ILedgerStore>(), provider.GetRequiredService<AccountLedger>(),
            provider.GetRequiredService<AccountHistory>(),
            provider.GetRequiredService<SignInThrottle>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
